"""Forms as tables of rows, walked by one builder, so that they cannot grow into long functions."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from creator_app.ui.theme import theme
from creator_app.ui.widgets.labels import Label, Paragraph

LABEL_PX = 180
FIELD_PX = 420


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form.

    Attributes:
        label: What it is about.
        fields: What stands at the right, in order.
        remark: One line below, or "".
    """

    label: str
    fields: tuple[QWidget, ...]
    remark: str = ""


def page(title: str, about: str) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty settings page and the column its content goes into."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    inset = theme().space.page_inset
    column.setContentsMargins(inset, 16, inset, inset)
    column.setSpacing(8)
    column.addWidget(Label(title, "heading"))
    column.addWidget(Label(about, "small", "text3"))
    column.addSpacing(8)
    return widget, column


def form(rows: list[Row]) -> QWidget:
    """Return a form of labelled fields."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, LABEL_PX)
    grid.setColumnStretch(2, 1)
    for number, row in enumerate(rows):
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        label = Label(row.label, "body", "text2")
        label.setFixedHeight(theme().size.control)
        grid.addWidget(label, number * 3, 0, top)
        grid.addWidget(_side_by_side(row.fields), number * 3, 1)
        if row.remark:
            grid.addWidget(Paragraph(row.remark, "small", "text3"), number * 3 + 1, 1)
        grid.setRowMinimumHeight(number * 3 + 2, 8)
    return widget


def _side_by_side(fields: tuple[QWidget, ...]) -> QWidget:
    widget = QWidget()
    widget.setMinimumWidth(FIELD_PX)
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme().space.between_controls)
    for field in fields:
        line.addWidget(field)
    return widget
