"""The rail leads to pages and shows what is abnormal on them, in words as well."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.ports.workspace_roles import Role
from cockpit.ui.places import PLACES
from cockpit.ui.rail import NARROW_PX, WIDE_PX, Rail, RailItem
from cockpit.ui.sign import Sign
from tests.kit.inspection import findings, texts
from tests.kit.story.hands import FakeHands
from tests.kit.windows import told_room


def rail(qtbot: QtBot) -> Rail:
    made = Rail(told_room(FakeHands()), PLACES)
    qtbot.addWidget(made)
    made.resize(made.width(), 700)
    made.show()
    return made


def item(given: Rail, key: str) -> RailItem:
    found = given.findChild(RailItem, f"rail.{key}")
    assert found is not None
    return found


def test_a_click_chooses_a_page(qtbot: QtBot) -> None:
    made = rail(qtbot)
    with qtbot.waitSignal(made.chosen) as chosen:
        QTest.mouseClick(item(made, "rollout"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["rollout"]


def test_showing_a_page_chooses_it_alone_and_tells_nobody(qtbot: QtBot) -> None:
    made = rail(qtbot)
    with qtbot.assertNotEmitted(made.chosen):
        made.choose("flow")
        made.choose("journal")
    assert [place.key for place in PLACES if item(made, place.key).isChecked()] == ["journal"]
    assert made.word("journal") == "Journal"


def test_tab_comes_to_the_page_that_is_open_and_arrows_go_on_from_there(qtbot: QtBot) -> None:
    made = rail(qtbot)
    made.choose("rollout")
    reached = [
        place.key
        for place in PLACES
        if item(made, place.key).focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert reached == ["rollout"]
    made.activateWindow()
    item(made, "rollout").setFocus()
    qtbot.waitUntil(item(made, "rollout").hasFocus)
    with qtbot.waitSignal(made.chosen) as chosen:
        QTest.keyClick(item(made, "rollout"), Qt.Key.Key_Up)
    assert chosen.args == ["gonogo"]


def test_what_is_abnormal_is_said_in_words_and_goes_again(qtbot: QtBot) -> None:
    made = rail(qtbot)
    made.show_signs({"flow": Sign.BAD, "sources": Sign.UNKNOWN})
    assert item(made, "flow").accessibleName() == "Flow: Bad"
    assert item(made, "sources").accessibleName() == "Sources: Unknown"
    assert item(made, "safety").accessibleName() == "Safety"
    made.show_signs({})
    assert item(made, "flow").accessibleName() == "Flow"


def test_a_narrow_rail_says_its_words_in_tool_tips(qtbot: QtBot) -> None:
    made = rail(qtbot)
    assert (made.width(), item(made, "flow").toolTip()) == (WIDE_PX, "")
    made.make_narrow(True)
    made.show_signs({"flow": Sign.WARN})
    assert (made.width(), item(made, "flow").toolTip()) == (NARROW_PX, "Flow: Warning")
    assert not made.grab().isNull()
    made.make_narrow(False)
    assert item(made, "flow").toolTip() == ""


def test_who_sits_here_is_told_with_every_role(qtbot: QtBot) -> None:
    given = told_room(FakeHands())
    roles = (Role.DEVOPS, Role.BACKEND_LEAD)
    people = tuple(
        replace(one, roles=roles) if one.id == given.person else one
        for one in given.workspace.people
    )
    shop = replace(given.workspace, people=people)
    made = Rail(replace(given, workspace=shop), PLACES)
    qtbot.addWidget(made)
    made.resize(made.width(), 700)
    made.show()
    assert {"DevOps,", "Backend lead"} <= set(texts(made))
    assert findings(made) == ()
