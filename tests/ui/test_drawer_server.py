"""The drawer's part about alerts at the server."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from cockpit.app.server_codes import ServerCode, WhyCode
from cockpit.app.server_view import NOTHING_HEARD, Disagreement, ServerAlertView, ServerView
from cockpit.domain.message import message
from cockpit.ui.drawer_server import (
    MOST_ROWS,
    ServerPart,
    grade_of,
    in_groups,
    shape_of,
    title,
    words_of,
)
from cockpit.ui.drawer_server_codes import ServerPartCode
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Shape
from cockpit.ui.runs import Runs
from cockpit.ui.say import DASH
from cockpit.words.language import Language
from tests.kit.fakes_acting import NOON
from tests.kit.story.hands import FakeHands
from tests.kit.story.setting import say
from tests.kit.windows import told_room

PAGE = ServerAlertView(
    source="metrics",
    name="CockpitBudgetBurn",
    flow="coupon",
    kpi=None,
    is_page=True,
    is_firing=True,
    since_at=NOON,
    summaries={"ko": "쿠폰: 오류 예산", "en": "Coupon: error budget"},
)
TICKET = replace(PAGE, flow=None, is_page=False, name="Disk", summaries={"": "Disk is full"})


@pytest.fixture
def part(qtbot: QtBot) -> ServerPart:
    made = ServerPart(told_room(FakeHands(), Language.KO))
    made.resize(264, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def said(part: ServerPart) -> str:
    """Return every text that can be seen."""
    labels = [one.said for one in part.findChildren(Label) if one.isVisibleTo(part)]
    lines = [one.text for one in part.findChildren(Runs) if one.isVisibleTo(part)]
    return "\n".join(labels + lines).replace("\u2060", "")


def test_an_alert_of_another_day_names_the_day(part: ServerPart) -> None:
    part.show_server(ServerView((PAGE,)), NOON)
    assert say().time(NOON) in said(part).splitlines()
    part.show_server(ServerView((PAGE,)), NOON + timedelta(days=1))
    assert f"{say().day(NOON)} {say().time(NOON)}" in said(part).splitlines()


def test_without_alerts_it_says_so(part: ServerPart) -> None:
    part.show_server(ServerView())
    assert "서버 규칙이 울리는 알림이 없습니다." in said(part)


def test_what_is_not_known_is_said_instead_of_nothing(part: ServerPart) -> None:
    part.show_server(NOTHING_HEARD)
    assert say()(ServerPartCode.NONE) not in said(part)
    assert DASH in said(part)
    part.show_server(ServerView(unknown=message(ServerCode.NOT_ASKED, source="metrics")))
    assert "metrics의 알림을 아직 모릅니다." in said(part)
    assert "없습니다" not in said(part)


def test_each_alert_stands_with_the_server_s_own_words_and_goes_again(part: ServerPart) -> None:
    part.show_server(ServerView((PAGE, TICKET)))
    assert "쿠폰: 오류 예산" in said(part)
    assert "Disk is full" in said(part)
    part.show_server(ServerView())
    assert "Disk" not in said(part)


def test_a_difference_names_its_flow_and_why(part: ServerPart) -> None:
    told = message(
        ServerCode.ONLY_SERVER, flow="coupon", alert="X", why=message(WhyCode.OTHER_RULES)
    )
    part.show_server(ServerView((PAGE,), (Disagreement("coupon", told),)))
    assert "쿠폰: 서버와 다름" in said(part)
    assert "'cockpit rules'로 다시 쓰십시오" in said(part)


def test_a_flood_shows_some_and_counts_the_rest(part: ServerPart) -> None:
    part.show_server(ServerView((PAGE,) * (MOST_ROWS + 2), left_out_count=5))
    assert "+7건 더" in said(part)
    part.show_server(ServerView((PAGE,)))
    assert "건 더" not in said(part)


def test_alerts_of_a_flow_stand_together_and_the_first_flow_stays_first() -> None:
    other = replace(PAGE, flow="cart")
    pending = replace(PAGE, is_firing=False)
    assert in_groups((PAGE, other, pending)) == (PAGE, pending, other)


def test_mark_and_word_say_how_soon() -> None:
    pending = replace(PAGE, is_firing=False)
    assert [shape_of(one) for one in (PAGE, TICKET, pending)] == [
        Shape.BAD,
        Shape.WARN,
        Shape.WAIT,
    ]
    assert [grade_of(one) for one in (PAGE, TICKET, pending)] == [
        ServerPartCode.PAGE,
        ServerPartCode.TICKET,
        ServerPartCode.PENDING,
    ]


def test_an_alert_is_called_by_its_flow_its_figure_or_as_something_else() -> None:
    en = say(Language.EN)
    assert title(PAGE, en) == "Coupon"
    assert title(replace(TICKET, kpi="search_conversion"), en) == "Search conversion"
    assert title(TICKET, en) == "Other"


def test_the_sentence_is_in_the_language_of_the_window_and_harmless() -> None:
    assert words_of(PAGE, say(Language.KO)) == "쿠폰: 오류 예산"
    assert words_of(PAGE, say(Language.EN)) == "Coupon: error budget"
    assert words_of(TICKET, say(Language.KO)) == "Disk is full"
    assert words_of(replace(TICKET, summaries={}), say(Language.KO)) == "Disk"
    evil = replace(TICKET, summaries={"": "a\u202e<b>" + "x" * 500})
    assert words_of(evil, say(Language.KO)).startswith("a\\u202e<b>xxx")
    assert len(words_of(evil, say(Language.KO))) <= 200
