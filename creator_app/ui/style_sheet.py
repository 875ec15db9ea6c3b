"""The one application style sheet: Qt's own classes in the theme's colours."""

from string import Template

from PySide6.QtGui import QColor

from creator_app.ui.tokens import Colors

# Only what Qt paints itself stands here; every other control paints itself (ui/widgets).
SHEET = Template("""
* { outline: 0; }
QWidget[ground="base"] { background: $base; }
QWidget[ground="panel"] { background: $panel; }
QWidget[ground="raised"] { background: $raised; }
QWidget[ground="overlay"] { background: $overlay; }
QWidget[ground="sunken"] { background: $sunken; }
QWidget[ground="caption"] { background: $caption_bg; }
QToolTip { background: $overlay; color: $text1; border: 1px solid $line_strong; padding: 2px 4px; }
QScrollArea { border: 0; background: transparent; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
  background: $field; color: $text1; border: 1px solid $line_control; border-radius: 6px;
  placeholder-text-color: $text3; selection-background-color: $accent;
  selection-color: $text_on_fill; }
QLineEdit, QAbstractSpinBox { padding: 0 8px; min-height: 26px; max-height: 26px; }
QLineEdit[tall="true"] { padding: 0 10px; min-height: 38px; max-height: 38px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled {
  border-color: $line; color: $text_disabled; placeholder-text-color: $text_disabled; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QAbstractSpinBox[wrong="true"] {
  border-color: $danger_text; }
QPlainTextEdit[bare="true"], QTextEdit[bare="true"], QLineEdit[bare="true"] {
  background: transparent; border: 0; padding: 0; border-radius: 0; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView {
  background: $overlay; color: $text1; border: 1px solid $line_strong; padding: 4px;
  selection-background-color: $selected; selection-color: $text1; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:disabled { color: $text_disabled; }
QMenu { background: $overlay; padding: 6px 4px; border: 0; }
QMenu::item { min-height: 28px; max-height: 28px; padding: 0 26px 0 38px; }
QMenu::separator { height: 9px; }
QListView, QTreeView, QTableView {
  background: transparent; color: $text1; border: 0; gridline-color: $line; }
QListView::item:hover, QTreeView::item:hover, QTableView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {
  background: $selected; color: $text1; }
QHeaderView::section {
  background: $panel; color: $text3; border: 0; border-bottom: 1px solid $line; padding: 6px 8px; }
QSplitter::handle { background: $line; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $line_control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(colors: Colors, field: QColor) -> str:
    """Return the style sheet in these colours.

    Args:
        colors: The colours of the mode.
        field: The ground of fields.
    """
    names = {name: value.name() for name, value in vars(colors).items()}
    return SHEET.substitute(
        names,
        field=field.name(),
        scroll=colors.line_strong.name(),
    )
