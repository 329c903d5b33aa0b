"""The channels on the page of connections: what each is like, and tests of them."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.channel_view import ChannelState, ChannelView
from cockpit.domain.message import message
from cockpit.host.codes import HostCode
from cockpit.ports.workspace_channels import Channel
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table import Table
from cockpit.ui.news import ChannelTried
from cockpit.ui.pages.channels import ChannelsTile, carries, standing
from cockpit.ui.pages.channels_codes import CarriesWord, ChannelsUiCode, ChannelWord
from tests.kit.inspection import texts
from tests.kit.story.channels import CHANNELS, down, fine, proof
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.people import workspace
from tests.kit.story.setting import look, say
from tests.kit.story.times import at


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands(answers=False)


@pytest.fixture
def tile(qtbot: QtBot, hands: FakeHands) -> ChannelsTile:
    made = ChannelsTile(room(look(), say(), hands))
    qtbot.addWidget(made)
    made.resize(1216, 300)
    made.show()
    made.show_channels(fine())
    return made


def table(tile: ChannelsTile) -> Table:
    found = tile.findChild(Table, "channels.rows")
    assert isinstance(found, Table)
    return found


def said(tile: ChannelsTile) -> str:
    whole = (tile, *tile.findChildren(QWidget))
    return " ".join(one for widget in whole for one in texts(widget)).replace("\u2060", "")


@pytest.mark.parametrize(
    ("state", "is_delivered", "word", "shape"),
    [
        (ChannelState.OK, None, ChannelWord.TOLD, Shape.OK),
        (ChannelState.FAILING, True, ChannelWord.FAILING, Shape.BAD),
        (ChannelState.ELSEWHERE, None, ChannelWord.ELSEWHERE, Shape.WAIT),
        (ChannelState.UNTRIED, True, ChannelWord.PROVED, Shape.OK),
        (ChannelState.UNTRIED, False, ChannelWord.NOT_PROVED, Shape.BAD),
        (ChannelState.UNTRIED, None, ChannelWord.IN_DOUBT, Shape.UNKNOWN),
    ],
)
def test_only_what_arrived_looks_good(
    state: ChannelState, is_delivered: bool | None, word: ChannelWord, shape: Shape
) -> None:
    view = ChannelView("release-chat", "slack", state)
    tested = proof("release-chat", is_delivered=is_delivered)
    assert standing(view, tested) == (word, shape)


def test_what_nobody_has_tried_is_unknown() -> None:
    view = ChannelView("release-chat", "slack", ChannelState.UNTRIED)
    assert standing(view, None) == (ChannelWord.UNTRIED, Shape.UNKNOWN)


def test_every_channel_of_the_workspace_has_a_row_before_anything_is_known(
    tile: ChannelsTile,
) -> None:
    tile.show_channels(())
    assert [row.key for row in table(tile).rows] == list(CHANNELS)
    assert {row.cells[0].shape for row in table(tile).rows} == {Shape.UNKNOWN}


def test_what_waits_and_what_was_lost_is_counted(tile: ChannelsTile) -> None:
    tile.show_channels(down())
    note = table(tile).rows[1].cells[4].note
    assert note == " · ".join(
        (
            say()(ChannelsUiCode.QUEUE, waiting_count=3),
            say()(ChannelsUiCode.LOST, lost_count=1),
        )
    )


def test_a_test_is_asked_for_the_chosen_channel_and_shown_when_it_comes(
    tile: ChannelsTile, hands: FakeHands
) -> None:
    table(tile).choose("on-call")
    table(tile).chosen.emit("on-call")
    button = tile.findChild(QAbstractButton, "channels.test")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert hands.wishes == [("test_channel", "on-call")]
    assert say()(ChannelsUiCode.TESTING) in table(tile).rows[2].cells[5].text
    tile.hear(ChannelTried("on-call", proof("on-call"), at("14:10:00")))
    shown = say()(ChannelsUiCode.TEST_SHOWN, time=say().time_s(at("14:10:00")))
    assert table(tile).rows[2].cells[5].text == shown


def test_enter_tests_the_chosen_row(tile: ChannelsTile, hands: FakeHands) -> None:
    table(tile).setFocus()
    QTest.keyClick(table(tile), Qt.Key.Key_Return)
    assert hands.wishes == [("test_channel", "desktop")]


def test_a_test_that_fails_says_why_in_full(tile: ChannelsTile) -> None:
    event = proof("desktop", is_delivered=False)
    tile.hear(ChannelTried("desktop", event, at("14:10:00")))
    assert event.told is not None
    assert say().text(event.told) in said(tile)
    assert table(tile).rows[0].cells[0].shape is Shape.BAD


def test_a_test_that_nobody_knows_the_end_of_says_so(tile: ChannelsTile) -> None:
    tile.hear(ChannelTried("desktop", proof("desktop", is_delivered=None), at("14:10:00")))
    time = say().time_s(at("14:10:00"))
    expected = say()(ChannelsUiCode.TEST_IN_DOUBT, time=time)
    assert table(tile).rows[0].cells[5].text == expected


def test_a_test_that_could_not_be_written_down_says_so(tile: ChannelsTile) -> None:
    error = message(HostCode.NO_DESKTOP_NOTES, channel="desktop")
    tile.hear(ChannelTried("desktop", proof("desktop"), at("14:10:00"), error))
    assert say().text(error) in said(tile)


def test_a_channel_says_what_it_carries() -> None:
    plain = Channel(kind="desktop")
    assert carries(say(), plain) == " · ".join(
        say()(one) for one in (CarriesWord.ACT_NOW, CarriesWord.SUMMARIES, CarriesWord.LAUNCH_LOG)
    )
    silent = Channel(kind="desktop", alerts="none", launch_log=False)
    assert carries(say(), silent) == say()(CarriesWord.NOTHING)
    every = Channel(kind="desktop", alerts="watch", drills=True)
    assert say()(CarriesWord.DRILLS) in carries(say(), every)


def test_a_workspace_without_channels_says_where_to_add_them(qtbot: QtBot) -> None:
    given = workspace()
    bare = replace(given, alerts=replace(given.alerts, channels={}))
    made = ChannelsTile(replace(room(look(), say(), FakeHands()), workspace=bare))
    qtbot.addWidget(made)
    made.show()
    made.show_channels(())
    assert say()(ChannelsUiCode.NONE) in said(made)
    assert not table(made).isVisible()
