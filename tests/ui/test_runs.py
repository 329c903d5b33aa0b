"""A line of runs is cut where it must be, and never loses what it says."""

from PySide6.QtGui import QFontMetricsF, QPaintEvent
from pytestqt.qtbot import QtBot
from typing_extensions import override

from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.runs import MARK_GAP_PX, MARK_PX, Run, Runs
from tests.kit.story.setting import look


def line(qtbot: QtBot, *runs: Run, width: int = 400) -> Runs:
    made = Runs(look(), Type.BODY)
    qtbot.addWidget(made)
    made.resize(width, 20)
    made.show()
    made.show_runs(runs)
    return made


def test_the_line_is_as_wide_as_its_texts_marks_and_gaps(qtbot: QtBot) -> None:
    made = line(qtbot, Run("one"), Run("two", gap_px=8, shape=Shape.OK), Run(shape=Shape.BAD))
    metrics = QFontMetricsF(look().font(Type.BODY))
    texts = metrics.horizontalAdvance("one") + metrics.horizontalAdvance("two")
    wanted = texts + 8 + 2 * MARK_PX + MARK_GAP_PX
    assert abs(made.natural_px - wanted) <= 1.5
    assert made.sizeHint().width() == made.natural_px
    assert made.minimumSizeHint().width() == 0


def test_what_is_cut_stands_in_the_tool_tip_and_in_the_name(qtbot: QtBot) -> None:
    made = line(qtbot, Run("a long sentence"), Run("and more", Role.TEXT3, gap_px=4), width=60)
    assert made.toolTip() == made.accessibleName() == "a long sentence and more"
    made.resize(400, 20)
    assert made.toolTip() == ""


def test_markup_is_text(qtbot: QtBot) -> None:
    made = line(qtbot, Run("<b>bold</b>" * 20), width=60)
    assert "<b>" not in made.toolTip()
    assert "&lt;b&gt;" in made.toolTip()


def test_the_same_again_paints_nothing(qtbot: QtBot) -> None:
    painted: list[int] = []

    class Counted(Runs):
        @override
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(1)
            super().paintEvent(event)

    made = Counted(look())
    qtbot.addWidget(made)
    made.resize(200, 20)
    made.show()
    made.show_runs((Run("one"),))
    qtbot.waitUntil(lambda: bool(painted))
    qtbot.wait(20)
    before = len(painted)
    made.show_runs((Run("one"),))
    qtbot.wait(20)
    assert len(painted) == before


def test_a_line_to_the_right_ends_at_the_right_edge(qtbot: QtBot) -> None:
    made = Runs(look(), is_right=True)
    qtbot.addWidget(made)
    made.resize(200, 20)
    made.show()
    made.show_runs((Run(shape=Shape.BAD),))
    image = made.grab().toImage()
    bad = look().color(Role.BAD).rgb()
    columns = [x for x in range(200) if image.pixel(x, 10) == bad]
    assert min(columns) > 180
