"""The plan of a launch: what is proposed, what is typed, and what is asked for."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import VersionView
from cockpit.ui.hands import Plan
from cockpit.ui.kit.segments import Segments
from cockpit.ui.names import Name
from cockpit.ui.pages.plan_codes import PlanCode
from cockpit.ui.pages.plan_panel import PlanPanel
from cockpit.ui.pages.plan_text import NotATimeError, example, instant, proposed
from cockpit.ui.say import Say
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.kit.inspection import findings, texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.moments import calm, closed, no_launch
from tests.kit.story.setting import RESOURCES, look, say
from tests.kit.story.times import at

NOW = no_launch().at


@pytest.fixture
def panel(qtbot: QtBot) -> PlanPanel:
    made = PlanPanel(room(look(), say(), FakeHands()))
    qtbot.addWidget(made)
    made.resize(1_180, 640)
    made.show()
    made.show_snapshot(no_launch())
    return made


@pytest.fixture
def plans(panel: PlanPanel) -> list[Plan]:
    found: list[Plan] = []
    panel.planned.connect(found.append)
    return found


def field(panel: PlanPanel, name: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def write(panel: PlanPanel, name: str, text: str) -> QLineEdit:
    found = field(panel, name)
    found.setFocus()
    found.selectAll()
    QTest.keyClicks(found, text)
    return found


def press_open(panel: PlanPanel) -> None:
    button = panel.findChild(QAbstractButton, Name.PLAN_OPEN)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said(widget: QWidget) -> str:
    return " ".join(texts(widget))


def test_a_plan_has_what_was_typed_and_the_baseline_that_most_users_have(
    panel: PlanPanel, plans: list[Plan]
) -> None:
    write(panel, Name.PLAN_VERSION, " 3.3.0 ")
    write(panel, Name.PLAN_BUILD, "330")
    write(panel, "plan.from", "10:00")
    write(panel, "plan.to", "2026-11-18 18:00")
    write(panel, "plan.commit", "4f1c9a2")
    press_open(panel)
    assert plans == [
        Plan(
            version="3.3.0",
            build="330",
            baseline="3.1.4",
            window_from=at("10:00"),
            window_to=at("18:00", "2026-11-18"),
            commit="4f1c9a2",
        )
    ]


def test_enter_in_a_field_opens_the_launch(panel: PlanPanel, plans: list[Plan]) -> None:
    QTest.keyClick(write(panel, Name.PLAN_VERSION, "3.3.0"), Qt.Key.Key_Return)
    assert [one.version for one in plans] == ["3.3.0"]


def test_a_baseline_that_was_typed_is_not_overwritten(panel: PlanPanel, plans: list[Plan]) -> None:
    write(panel, Name.PLAN_BASELINE, "3.0.9")
    panel.show_snapshot(no_launch())
    press_open(panel)
    assert plans[0].baseline == "3.0.9"


def test_the_proposed_baseline_follows_the_metrics(panel: PlanPanel, qtbot: QtBot) -> None:
    newer = (VersionView("3.1.5", 900.0, 0.9), VersionView("3.1.4", 100.0, 0.1))
    panel.show_snapshot(replace(no_launch(), versions=newer))
    assert field(panel, Name.PLAN_BASELINE).text() == "3.1.5"
    qtbot.waitUntil(lambda: "3.1.5 (90.0 %)" in said(panel))


def test_without_metrics_the_baseline_is_asked_for(qtbot: QtBot) -> None:
    made = PlanPanel(room(look(), say(), FakeHands()))
    qtbot.addWidget(made)
    made.show()
    made.show_snapshot(replace(no_launch(), versions=()))
    assert field(made, Name.PLAN_BASELINE).text() == ""
    assert say()(PlanCode.BASELINE_UNSEEN) in said(made)


def test_an_empty_baseline_is_left_to_the_metrics(panel: PlanPanel, plans: list[Plan]) -> None:
    field(panel, Name.PLAN_BASELINE).clear()
    press_open(panel)
    assert plans[0].baseline is None


def test_a_time_that_cannot_be_read_is_said_in_place_and_nothing_is_asked(
    panel: PlanPanel, plans: list[Plan]
) -> None:
    write(panel, "plan.from", "soon")
    press_open(panel)
    assert plans == []
    told = say()(PlanCode.BAD_TIME, given="soon", example=example(NOW, say()))
    assert told in said(panel)
    write(panel, "plan.from", "10:00")
    press_open(panel)
    assert len(plans) == 1
    assert told not in said(panel)


def test_a_kind_is_chosen_by_the_arrow_keys(panel: PlanPanel, plans: list[Plan]) -> None:
    kinds = panel.findChild(Segments, "plan.kind")
    assert isinstance(kinds, Segments)
    kinds.setFocus()
    QTest.keyClick(kinds, Qt.Key.Key_Right)
    press_open(panel)
    assert plans[0].release_kind == "hotfix"


def test_beside_a_live_launch_only_a_hotfix_or_a_rollback_is_offered(
    panel: PlanPanel, plans: list[Plan]
) -> None:
    panel.show_snapshot(calm())
    words = said(panel)
    assert "3.2.0의 핫픽스나 롤백 계획" in words
    assert "릴리즈" not in words
    press_open(panel)
    assert plans[0].release_kind == "hotfix"


def test_the_last_launch_is_named_after_it_is_over(panel: PlanPanel) -> None:
    panel.show_snapshot(closed())
    assert "지난 출시: 3.2.0 · 중단" in said(panel)


def test_a_plan_that_was_taken_leaves_empty_fields(panel: PlanPanel) -> None:
    write(panel, Name.PLAN_VERSION, "3.3.0")
    write(panel, Name.PLAN_BASELINE, "3.0.9")
    panel.refuse("no")
    panel.clear()
    panel.show_snapshot(no_launch())
    assert field(panel, Name.PLAN_VERSION).text() == ""
    assert field(panel, Name.PLAN_BASELINE).text() == "3.1.4"
    assert "no" not in texts(panel)


def test_tab_goes_through_the_fields_in_the_order_in_which_they_are_read(
    panel: PlanPanel,
) -> None:
    panel.begin()
    order: list[str] = []
    for _ in range(9):
        focused = panel.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == [
        Name.PLAN_VERSION,
        Name.PLAN_BUILD,
        Name.PLAN_BASELINE,
        "plan.kind",
        "plan.from",
        "plan.to",
        "plan.commit",
        "plan.notes",
        Name.PLAN_OPEN,
    ]


@pytest.mark.parametrize("width", [1_180, 940])
def test_nothing_is_cut_or_covered(panel: PlanPanel, width: int, qtbot: QtBot) -> None:
    panel.resize(width, 640)
    panel.show_snapshot(closed())
    qtbot.wait(30)
    assert findings(panel) == ()


# ------------------------------------------------------------ texts


def test_nobody_has_a_version_that_the_metrics_do_not_show() -> None:
    assert proposed(replace(no_launch(), versions=()), "3.2.0") is None


def test_a_version_is_not_compared_with_itself() -> None:
    shown = (VersionView("3.2.0", 900.0, 0.9), VersionView("3.1.4", 100.0, 0.1))
    found = proposed(replace(no_launch(), versions=shown), "3.2.0")
    assert found == shown[1]


def test_a_time_is_one_of_the_window_and_an_hour_is_one_of_today() -> None:
    assert instant("2026-11-18 09:30", NOW, say()) == at("09:30", "2026-11-18")
    assert instant(" 09:30 ", NOW, say()) == at("09:30")
    assert instant("", NOW, say()) is None


def test_the_end_that_is_shown_as_an_example_is_after_the_start(panel: PlanPanel) -> None:
    panel.show_snapshot(no_launch())
    start, end = (field(panel, name).placeholderText()[-16:] for name in ("plan.from", "plan.to"))
    assert start < end


@pytest.mark.parametrize("text", ["soon", "25:00", "2026-02-30 10:00", "10"])
def test_what_is_no_time_is_none(text: str) -> None:
    with pytest.raises(NotATimeError) as raised:
        instant(text, NOW, say())
    assert raised.value.given == text


@pytest.mark.parametrize(("text", "hour"), [("2026-03-28 12:00", 11), ("2026-03-30 12:00", 10)])
def test_a_time_beyond_the_change_of_the_clocks_is_that_of_its_own_day(
    text: str, hour: int
) -> None:
    words = load(Language.EN, RESOURCES / "i18n")
    berlin = Say(words, Language.EN, zone=ZoneInfo("Europe/Berlin"))
    before = datetime(2026, 3, 28, 8, tzinfo=UTC)
    day = int(text[8:10])
    assert instant(text, before, berlin) == datetime(2026, 3, day, hour, tzinfo=UTC)
