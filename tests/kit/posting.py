"""A delivery over fakes: what is written into the journal is told, or not."""

from dataclasses import dataclass, field
from typing import Any

from cockpit.app.asking import in_place
from cockpit.app.delivery import Delivery, Way
from cockpit.app.teller import Teller, Telling
from cockpit.domain import events
from cockpit.domain.events import Entry, Event
from cockpit.domain.message import Message
from cockpit.ports.channels import Manner, NoteKind, Urgency
from cockpit.ports.errors import UnreachableError
from cockpit.ports.workspace_channels import Channel
from tests.kit.fakes_acting import NOON, FakeClock, FakeJournal
from tests.kit.notes import FakeCarrier

CHAT = Channel(kind="slack", url="https://hooks.test", secret="chat", alerts="watch")
OF_CHAT = Manner(keeps_alarms=False, may_repeat=False)
PLANNED = events.LaunchPlanned("l1", "shop", "3.2.0", "320", "3.1.4")
STAGE = events.StageReached("l1", 5.0, "op")
DOWN = UnreachableError(Message("test.down"))


@dataclass
class FakeOffice:
    """Whether this process tells, and up to which row everything was told."""

    is_free: bool = True
    fails: bool = False
    seq: int | None = None

    def take(self) -> bool:
        if self.fails:
            raise OSError
        return self.is_free

    def told_seq(self) -> int | None:
        return self.seq

    def keep(self, seq: int) -> None:
        self.seq = seq

    def close(self) -> None: ...


@dataclass
class Post:
    """A delivery over fakes; `write` puts a row into the journal."""

    channel: Channel = CHAT
    manner: Manner = OF_CHAT
    office: FakeOffice = field(default_factory=FakeOffice)
    journal: FakeJournal = field(default_factory=FakeJournal)
    clock: FakeClock = field(default_factory=FakeClock)
    held: list[Any] = field(default_factory=list)
    is_slow: bool = False
    breaths: list[Any] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.carrier = FakeCarrier(self.clock)
        way = Way("chat", self.channel, self.manner, self.carrier, self.say, self.ask)
        self.delivery = Delivery(
            ways=(way,),
            service="shop-app",
            teller=lambda: Teller({"coupon": "https://wiki.test/coupon"}),
            journal=self.journal,
            office=self.office,
            clock=self.clock,
            disk=in_place,
            record=self.write,
            breathe=lambda: self.breaths.append(self.clock.now()),
        )

    def say(self, told: Message) -> str:
        self.said.append(told.code)
        return told.code

    def ask(self, call: Any, then: Any) -> None:
        if self.is_slow:
            self.held.append((call, then))
        else:
            in_place(call, then)

    def write(self, event: Event, **more: Any) -> None:
        plain: dict[str, Any] = {"at": self.clock.now(), "monotonic_s": 0.0, "run_id": "other"}
        self.journal.append(Entry(**{**plain, "actor": "mina", "event": event, **more}))

    def run(self, seconds: float = 2.0) -> list[str]:
        """Let time pass and return the titles of what was told meanwhile."""
        before = len(self.carrier.sent)
        for _ in range(round(seconds)):
            self.delivery.tick()
            self.clock.move(1.0)
        self.delivery.tick()
        return [note.title for note in self.carrier.sent[before:]]


def told(title: str = "notice.act_now", **more: Any) -> Telling:
    """Return an urgent alert about the coupon, before it is put into words."""
    plain: dict[str, Any] = {
        "key": "flow:coupon",
        "kind": NoteKind.ALERT,
        "urgency": Urgency.ACT_NOW,
        "at": NOON,
    }
    return Telling(title=Message(title), **{**plain, **more})
