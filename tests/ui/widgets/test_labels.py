import itertools

from PySide6.QtGui import QTextLayout

from creator_app.ui.theme import theme
from creator_app.ui.widgets.labels import Label, Paragraph, lay_out_lines


def test_a_cut_label_shows_itself_whole_in_the_tool_tip(shown):
    label = shown(Label("A rather long title of a project"), 80, 20)
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_a_label_is_read_aloud_whole(qtbot):
    label = Label("Harbor")
    qtbot.addWidget(label)
    label.set_text("Harbor — weekly planning")
    assert label.accessibleName() == "Harbor — weekly planning"


def test_figures_of_one_width_do_not_ask_the_layout_again(qtbot):
    label = Label("00:00:00", tabular=True)
    qtbot.addWidget(label)
    before = label.sizeHint()
    label.set_text("00:24:37")
    assert label.sizeHint() == before


def test_a_paragraph_wraps_to_whole_lines(qtbot):
    paragraph = Paragraph("word " * 60)
    qtbot.addWidget(paragraph)
    line_px = theme().line_px("body")
    narrow, wide = paragraph.heightForWidth(200), paragraph.heightForWidth(900)
    assert narrow % line_px == wide % line_px == 0
    assert narrow > wide >= line_px


def test_a_paragraph_reads_its_lead_first(qtbot):
    paragraph = Paragraph("System sound goes on.", lead="The microphone was unplugged.")
    qtbot.addWidget(paragraph)
    assert paragraph.accessibleName() == "The microphone was unplugged. System sound goes on."


def test_lines_of_any_script_stand_equally_far_apart(qapp):
    layout = QTextLayout("Record 录制 " * 40, theme().font("reading"))
    count = lay_out_lines(layout, 200, 24)
    baselines = [
        layout.lineAt(number).y() + layout.lineAt(number).ascent() for number in range(count)
    ]
    steps = {round(b - a) for a, b in itertools.pairwise(baselines)}
    assert steps <= {23, 24, 25}
    assert count > 3
