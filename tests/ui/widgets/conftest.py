import pytest

from creator_app.ui.theme import themes
from creator_app.ui.tokens import Mode


@pytest.fixture(autouse=True)
def look(qapp):
    themes().choose(Mode.DARK, reduce_motion=True)
    yield themes().current
    themes().choose(Mode.DARK, reduce_motion=True)


@pytest.fixture
def shown(qtbot):
    """Show a widget in a window of its own and return it once it is active."""

    def show(widget, width_px=400, height_px=200):
        qtbot.addWidget(widget)
        widget.resize(width_px, height_px)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show
