"""The journal page: rows as sentences, found and filtered, and verified on demand."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.row_search import RowFilter, RowsRead
from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.codes import AuditCode
from cockpit.domain.message import message
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.table import Table
from cockpit.ui.names import Name
from cockpit.ui.news import Verified
from cockpit.ui.pages.journal import MARKS, JournalPage
from cockpit.ui.say import JOINER
from tests.kit.inspection import texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.moments import fault
from tests.kit.story.setting import look, say
from tests.ui.pages.using import stand


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> JournalPage:
    made = JournalPage(room(look(), say(), hands))
    hands.tell = made.hear
    stand(made, qtbot, 1216, 700)
    made.show(fault())
    return made


def table(page: JournalPage) -> Table:
    found = page.widget.findChild(Table, "journal.rows")
    assert isinstance(found, Table)
    return found


def field(page: JournalPage, name: str) -> QLineEdit:
    found = page.widget.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def said(page: JournalPage) -> str:
    whole = (page.widget, *page.widget.findChildren(QWidget))
    return " ".join(one for widget in whole for one in texts(widget))


def test_the_newest_row_stands_first_and_is_shown_in_full(
    page: JournalPage, hands: FakeHands
) -> None:
    newest = max(row.seq for row in hands.journal)
    assert table(page).rows[0].key == str(newest)
    assert table(page).key == str(newest)
    assert ("row_text", newest) in hands.wishes


def test_who_comes_to_the_page_later_finds_the_row_that_is_newest_then(
    qtbot: QtBot, hands: FakeHands
) -> None:
    whole = tuple(sorted(hands.journal, key=lambda row: row.seq))
    hands.journal = whole[:-2]
    page = filled(hands)
    assert table(page).key == str(whole[-3].seq)
    for shown in (whole[:-1], whole):  # the second one comes while somebody reads
        hands.journal = shown
        stand(page, qtbot, 1216, 700)
        page.show(grown(shown[-1].seq))
        assert table(page).key == str(whole[-2].seq)


def test_who_comes_to_the_page_on_the_next_day_finds_the_row_that_is_newest_then(
    qtbot: QtBot, hands: FakeHands
) -> None:
    whole = tuple(sorted(hands.journal, key=lambda row: row.seq))
    hands.journal = whole[:-1]
    page = filled(hands)
    hands.journal = whole
    stand(page, qtbot, 1216, 700)
    then = grown(whole[-1].seq)
    page.show(replace(then, at=then.at + timedelta(days=1)))
    assert table(page).key == str(whole[-1].seq)


def filled(hands: FakeHands) -> JournalPage:
    """Return a page that has read the journal, and has not been looked at."""
    page = JournalPage(room(look(), say(), hands))
    hands.tell = page.hear
    page.show(fault())
    return page


def grown(seq: int) -> Snapshot:
    """Return a snapshot of a journal that ends with this row."""
    given = fault()
    assert given.journal is not None
    return replace(given, journal=replace(given.journal, seq=seq))


def test_rows_are_asked_for_once_while_the_journal_does_not_grow(
    page: JournalPage, hands: FakeHands
) -> None:
    before = hands.names.count("rows")
    page.show(fault())
    assert hands.names.count("rows") == before


@pytest.mark.slow
def test_typing_searches_after_a_moment(qtbot: QtBot, page: JournalPage, hands: FakeHands) -> None:
    QTest.keyClicks(field(page, "journal.search"), "PM")
    qtbot.waitUntil(lambda: hands.wishes[-1][0] in {"rows", "row_text"})
    wanted = [value for name, value in hands.wishes if name == "rows"]
    qtbot.waitUntil(lambda: [v for name, v in hands.wishes if name == "rows"][-1].text == "PM")
    assert len(wanted) >= 1


def test_a_filter_asks_for_its_rows_alone(page: JournalPage, hands: FakeHands) -> None:
    filters = page.widget.findChildren(Segments)[0]
    QTest.keyClick(filters, Qt.Key.Key_Right)
    wanted = [value for name, value in hands.wishes if name == "rows"][-1]
    assert wanted.filter is RowFilter.ACTIONS


def test_an_answer_to_an_older_question_changes_nothing(
    page: JournalPage, hands: FakeHands
) -> None:
    before = table(page).rows
    old = next(value for name, value in hands.wishes if name == "rows")
    hands.answers = False
    QTest.keyClick(page.widget.findChildren(Segments)[0], Qt.Key.Key_Right)
    page.hear(RowsRead(old, (), None))
    assert table(page).rows == before


@pytest.mark.parametrize(
    ("result", "code"),
    [(0, AuditCode.OK), (1, AuditCode.BROKEN), (2, AuditCode.UNANCHORED)],
)
def test_a_verification_is_told_in_one_word_and_a_sentence(
    page: JournalPage, hands: FakeHands, result: int, code: AuditCode
) -> None:
    hands.answers = False
    button = page.widget.findChild(QWidget, Name.VERIFY)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert hands.names[-1] == "verify"
    told = message(code, rows_count=9, anchored_seq=8)
    at = fault().at + timedelta(seconds=2)
    page.hear(Verified(result, (told,), at, 0.4))  # type: ignore[arg-type]  # one of three
    assert say().text(told).lstrip(MARKS) in said(page).replace(JOINER, "")


def test_a_note_is_written_by_enter_and_the_field_is_empty_again(
    page: JournalPage, hands: FakeHands
) -> None:
    note = field(page, "journal.note")
    QTest.keyClicks(note, "calm night")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert ("note", "calm night") in hands.wishes
    assert note.text() == ""


def test_the_raw_text_shows_korean_and_spells_out_what_hides(
    page: JournalPage, hands: FakeHands
) -> None:
    raw = page.widget.findChild(QPlainTextEdit)
    assert isinstance(raw, QPlainTextEdit)
    assert '"kind"' in raw.toPlainText()


def test_keys_move_through_the_rows(page: JournalPage, hands: FakeHands) -> None:
    rows = table(page)
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert rows.key == rows.rows[1].key
    assert hands.wishes[-1] == ("row_text", int(rows.rows[1].key))
