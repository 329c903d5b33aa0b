"""A Go/No-Go under way, for tests: three roles, a question that is measured, one that is not."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cockpit.domain.events import Entry, Event, ItemAnswered, SignedOff
from cockpit.domain.gonogo import folded, why_not_sign
from cockpit.domain.launch_life import Numbered
from cockpit.domain.message import Message
from cockpit.domain.sheet import (
    Item,
    Poll,
    Question,
    Sheet,
    Subject,
)
from cockpit.domain.standings import ItemState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ROLES = ("mobile_lead", "qa", "pm")
QUESTIONS = (
    Question("build", "mobile_lead", 3_600.0, is_automatic=True),
    Question("e2e", "qa", 3_600.0),
)
SUBJECT = Subject("3.2.0", "320", "policy", NOON - timedelta(hours=1))
FINE = {"build": ItemState.OPEN}
SHOWN = Message("test.measured", (("good_ratio", 0.98),))


@dataclass
class Room:
    """A Go/No-Go under way: rows that were written, and the sheet that they give."""

    rows: list[Numbered] = field(default_factory=list)
    subject: Subject = SUBJECT
    now: datetime = NOON
    measured: dict[str, ItemState] = field(default_factory=lambda: dict(FINE))

    def write(self, event: Event, by: str = "somebody") -> None:
        seq = len(self.rows) + 1
        self.rows.append(Numbered(seq, Entry(self.now, 0.0, "run", by, event)))

    def sheet(self) -> Sheet:
        return folded(
            QUESTIONS, ROLES, self.subject, self.rows, measured=self.measured, now=self.now
        )

    def answer(self, item: str, value: str = "42/42", *, accepts: bool = True) -> None:
        role = next(one.role for one in QUESTIONS if one.item_id == item)
        measured = SHOWN if item == "build" else None
        self.write(ItemAnswered("l1", item, role, value, accepts, measured))

    def go(self, role: str) -> None:
        """Say Go to what is on the screen, as the service does after its guard."""
        evidence = self.sheet().evidence[role]
        self.write(signed(role, is_go=True, evidence=evidence))

    def no_go(self, role: str) -> None:
        self.write(signed(role, is_go=False))

    def poll(self, role: str) -> Poll:
        return next(one for one in self.sheet().poll if one.role == role)

    def item(self, item_id: str) -> Item:
        return next(one for one in self.sheet().items if one.question.item_id == item_id)


def signed(role: str, *, is_go: bool, evidence: str = "") -> SignedOff:
    return SignedOff("l1", role, is_go, "3.2.0", "320", "policy", evidence)


def answered() -> Room:
    room = Room()
    room.answer("build", "")
    room.answer("e2e")
    return room


def all_go() -> Room:
    room = answered()
    for role in ROLES:
        assert why_not_sign(room.sheet(), role) is None
        room.go(role)
    return room


def code(refusal: Message | None) -> str | None:
    return None if refusal is None else refusal.code
