"""Every state of a hold button looks unlike every other."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cockpit.ui.aim import AimState
from cockpit.ui.kit.hold_paint import FULL, SMALL, Drawing, HoldPaint, Measures
from tests.ui.kit.parts import look


def painted(drawing: Drawing, measures: Measures = FULL, width: int = 228) -> QImage:
    image = QImage(width, measures.height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    HoldPaint(look(), measures).paint(painter, QRectF(image.rect()), drawing)
    painter.end()
    return image


@pytest.mark.parametrize("measures", [FULL, SMALL])
def test_no_two_states_look_alike(qtbot: QtBot, measures: Measures) -> None:
    images = [painted(Drawing(one, "off", ("hint",), "power"), measures) for one in AimState]
    for number, image in enumerate(images):
        assert all(image != other for other in images[:number])


def test_a_hint_that_stands_alone_is_whole_and_others_give_way(qtbot: QtBot) -> None:
    paint = HoldPaint(look(), FULL)
    long = "a very long label that takes it all"
    assert paint.hint_for(long, ("target changed",), 200) == "target changed"
    assert paint.hint_for(long, ("hold 0.8 s", "0.8 s", ""), 200) == ""
    assert paint.hint_for("off", ("hold 0.8 s", "0.8 s", ""), 200) == "hold 0.8 s"
    cut = paint.hint_for("off", ("a reason that is rather long for this", ""), 200)
    assert cut.endswith("…")


def test_the_turning_ring_turns(qtbot: QtBot) -> None:
    still, later = (
        painted(Drawing(AimState.SENT, "sent", ("",), "power", turn=turn)) for turn in (0.0, 0.5)
    )
    assert still != later


def test_a_long_target_is_cut_in_its_middle_so_that_the_verb_stays(qtbot: QtBot) -> None:
    paint = HoldPaint(look(), FULL)
    assert paint.label_for("coupon_v2 끄기", 200)[1] == "coupon_v2 끄기"
    small, whole = paint.label_for("checkout_v2 끄기", 122)
    assert whole == "checkout_v2 끄기"
    assert small is not paint.label_for("off", 122)[0], "smaller type comes before any cut"
    cut = paint.label_for("a_flag_with_a_name_that_never_ends 끄기", 122)[1]
    assert cut.startswith("a_flag")
    assert "…" in cut
    assert cut.endswith(" 끄기")


def test_the_label_takes_its_smaller_type_before_its_only_hint_is_cut(qtbot: QtBot) -> None:
    paint = HoldPaint(look(), FULL)

    def least_px(*hints: str) -> int:
        shown = {px: paint.hint_for("roll back", hints, px) for px in range(100, 300)}
        whole = [px for px, hint in shown.items() if hint == "not deployed"]
        assert whole == list(range(min(whole), 300))
        return min(whole)

    assert least_px("not deployed", "") < least_px("not deployed", "no", "")
