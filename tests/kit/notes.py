"""Notes to send, and a carrier that keeps what it is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cockpit.ports.channels import Note, NoteKind, Receipt, Urgency
from tests.kit.fakes_acting import NOON, FakeClock


def note(title: str = "쿠폰이 실패합니다", **more: Any) -> Note:
    """Return an urgent alert about the coupon."""
    plain: dict[str, Any] = {
        "key": "flow:coupon",
        "kind": NoteKind.ALERT,
        "urgency": Urgency.ACT_NOW,
        "since_at": NOON,
        "facts": (("flow", "coupon"), ("reason", "version")),
    }
    return Note(title=title, **{**plain, **more})


@dataclass
class FakeCarrier:
    """Keeps the notes that arrive; `fail` may raise instead."""

    clock: FakeClock
    status: int | None = 200
    is_shown: bool | None = None
    fail: Callable[[], None] = lambda: None
    sent: list[Note] = field(default_factory=list)
    tries_count: int = 0
    is_closed: bool = False

    def send(self, note: Note) -> Receipt:
        self.tries_count += 1
        self.fail()
        self.sent.append(note)
        return Receipt(self.clock.now(), self.status)

    def shows(self, note: Note) -> bool | None:
        return self.is_shown

    def close(self) -> None:
        self.is_closed = True
