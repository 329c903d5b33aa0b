"""Why a flow is unknown, in as many words as fit."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cockpit.ui.pages.flow_why import FlowWhy, first_sentence
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.setting import look, say

TOLD = "Prometheus를 읽을 수 없습니다. 다른 연결은 괜찮습니다. 5초 뒤 다시 읽습니다."


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (TOLD, "Prometheus를 읽을 수 없습니다."),
        ("No data; check the server.", "No data."),
        ("한 문장입니다.", "한 문장입니다."),
        ("3.2.0 is new", "3.2.0 is new"),
    ],
)
def test_the_first_sentence_ends_at_its_end(text: str, head: str) -> None:
    assert first_sentence(text) == head


@pytest.mark.parametrize(("height", "is_whole"), [(120, True), (36, False)])
def test_a_long_reason_is_cut_to_its_first_sentence_where_room_is_short(
    qtbot: QtBot, height: int, is_whole: bool
) -> None:
    why = FlowWhy(room(look(), say(), FakeHands()))
    qtbot.addWidget(why)
    why.resize(170, height)
    why.show()
    why.say(TOLD)
    (label,) = (one for one in why.findChildren(QLabel) if one.isVisible())
    assert label.heightForWidth(why.width()) <= height
    assert ("5초" in label.text().replace("\u2060", "")) is is_whole
    assert why.toolTip() == TOLD
