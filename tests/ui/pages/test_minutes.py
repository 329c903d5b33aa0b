"""The minutes of a Go/No-Go say all that the page says, and seal it; nothing in them is markup."""

from html.parser import HTMLParser

import pytest
from msgspec.structs import replace
from typing_extensions import override

from cockpit.app.gonogo_view import GoNoGoView
from cockpit.app.snapshot import Snapshot
from cockpit.ui.pages.gonogo_text import question
from cockpit.ui.pages.minutes import file_name, minutes
from cockpit.words.language import Language
from tests.kit.story import moments
from tests.kit.story.hostile import HIDDEN, hostile, hostile_workspace
from tests.kit.story.setting import say
from tests.kit.story.states import STATES

OURS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "small", "code", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class Reader(HTMLParser):
    """Takes the words of a page, and the tags that they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    @override
    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"] and data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.words)


def sheet(given: Snapshot) -> GoNoGoView:
    assert given.gonogo is not None
    return given.gonogo


def read(given: Snapshot, language: Language = Language.EN) -> Reader:
    assert given.launch is not None
    return Reader(minutes(sheet(given), given.launch, given.service, given.at, say(language)))


@pytest.mark.parametrize("language", Language)
def test_every_question_role_and_hash_stands_in_the_minutes_whole(language: Language) -> None:
    given = moments.go_given()
    text = read(given, language).text
    view = sheet(given)
    for item in view.items:
        assert question(item, say(language)) in text
    for poll in view.poll:
        assert say(language).name("role", poll.role) in text
        assert poll.evidence_hash in text
    assert view.evidence_hash in text
    assert view.policy_hash in text


def test_the_decision_stands_on_top_in_words() -> None:
    assert "Decision: GO." in read(moments.go_given()).text
    assert "Decision: No-Go by 최은호. No reason" in read(moments.no_go()).text
    given = moments.no_go()
    told = replace(given, gonogo=replace(sheet(given), no_go_reason="the PG is down"))
    assert "Reason: the PG is down" in read(told).text
    assert "Not decided yet." in read(moments.planned()).text


def test_an_objection_and_what_is_unknown_stand_beside_their_question() -> None:
    text = read(moments.planned()).text
    assert "welcome_2611" in text
    assert "objected" in text
    assert "unknown" in read(moments.just_planned()).text


def test_paper_says_the_day_and_the_zone() -> None:
    assert "Written 2026-11-17 10:02 KST" in read(moments.go_given()).text


@pytest.mark.parametrize("name", ["hostile", "planned", "no_go"])
def test_nothing_from_outside_becomes_markup_or_hides(name: str) -> None:
    given = hostile() if name == "hostile" else STATES[name]()
    assert given.launch is not None
    words = say(Language.KO, hostile_workspace())
    page = minutes(sheet(given), given.launch, given.service, given.at, words)
    found = Reader(page)
    assert found.tags <= OURS
    assert found.attributes <= {"lang", "charset", "class"}
    assert not [one for one in HIDDEN if one in page]


def test_the_file_is_named_after_the_release_and_never_leaves_its_folder() -> None:
    launch = moments.go_given().launch
    assert launch is not None
    assert file_name(launch) == "go-no-go-3.2.0-320.html"
    for version in ("../../etc/passwd", "..\\..\\x", "a" * 500, "", "con\x00\u202e"):
        name = file_name(replace(launch, version=version))
        assert "/" not in name
        assert "\\" not in name
        assert name.isascii()
        assert name.startswith("go-no-go-")
        assert name.endswith(".html")
        assert len(name) < 60


def test_a_question_that_nobody_answered_says_that_once_and_no_more() -> None:
    assert "Build number – – not answered yet –" in read(moments.just_planned()).text
    assert "빌드 번호 – – 아직 답이 없음 –" in read(moments.just_planned(), Language.KO).text
