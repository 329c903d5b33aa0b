"""Hands that keep every wish instead of doing it, and answer with the story."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cockpit.app.journal_rows import read_rows
from cockpit.app.row_search import RowsWanted
from cockpit.bootstrap.codes import AuditCode, BootCode
from cockpit.domain.message import message
from cockpit.ports.journal import Row
from cockpit.ports.workspace import Workspace
from cockpit.storage.codec import encode
from cockpit.ui.hands import (
    Granted,
    News,
    Plan,
    Wish,
)
from cockpit.ui.look import Look
from cockpit.ui.news import (
    ChannelTried,
    Exported,
    MinutesSaved,
    RowText,
    SecretPut,
    SourceTested,
    Verified,
)
from cockpit.ui.page import Room
from cockpit.ui.say import Say
from tests.kit.fakes_acting import FakeJournal
from tests.kit.story.channels import proof
from tests.kit.story.people import ME, workspace
from tests.kit.story.rows import rows
from tests.kit.story.times import AFTER


@dataclass
class FakeHands:
    """Keeps wishes as (what, values). News are told to `tell` at once, where it is set.

    `answers` False leaves every question open, as a slow disk does.
    """

    wishes: list[tuple[str, Any]] = field(default_factory=list)
    tell: Callable[[News], None] = lambda _news: None
    answers: bool = True
    journal: tuple[Row, ...] = field(default_factory=rows)
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Return what was wished for, in order."""
        return [name for name, _ in self.wishes]

    def off(self, flag: str) -> str | None:
        self._keep("off", flag)
        return self.ids.get(flag, f"op-{len(self.wishes)}")

    def rollback(self, name: str) -> str | None:
        self._keep("rollback", name)
        return self.ids.get(name, f"op-{len(self.wishes)}")

    def step(self, exposure_pct: float, *, second_person: str | None, typed_pct: float) -> None:
        self._keep("step", (exposure_pct, second_person, typed_pct), Granted(Wish.STEP))

    def plan(self, plan: Plan) -> None:
        self._keep("plan", plan, Granted(Wish.PLAN))

    def deployed(self) -> None:
        self._keep("deployed", None, Granted(Wish.DEPLOYED))

    def hold(self, reason: str) -> None:
        self._keep("hold", reason, Granted(Wish.HOLD))

    def resume(self) -> None:
        self._keep("resume", None, Granted(Wish.RESUME))

    def accept(self, check: str, reason: str) -> None:
        self._keep("accept", (check, reason), Granted(Wish.ACCEPT))

    def answer(
        self, item_id: str, value: str, *, accepts: bool, note: str = "", as_person: str | None
    ) -> None:
        told = (item_id, value, accepts, note, as_person)
        self._keep("answer", told, Granted(Wish.ANSWER))

    def sign(self, role: str, *, as_person: str | None) -> None:
        self._keep("sign", (role, as_person), Granted(Wish.SIGN))

    def no_go(self, reason: str = "") -> None:
        self._keep("no_go", reason, Granted(Wish.NO_GO))

    def give_reason(self, about: str, reason: str) -> None:
        self._keep("give_reason", (about, reason), Granted(Wish.REASON))

    def dispute(self, launch_id: str, reason: str) -> None:
        self._keep("dispute", (launch_id, reason), Granted(Wish.DISPUTE))

    def take_over(self) -> None:
        self._keep("take_over", None, Granted(Wish.TAKE_OVER))

    def close(
        self, result: Literal["done", "stopped"], way_out: Literal["flag_off", "rollback"] | None
    ) -> None:
        self._keep("close", (result, way_out), Granted(Wish.CLOSE))

    def send_again(self, operation_id: str) -> None:
        self._keep("send_again", operation_id)

    def close_operation(self, operation_id: str, reason: str) -> None:
        self._keep("close_operation", (operation_id, reason))

    def read_now(self) -> None:
        self._keep("read_now", None)

    def show_range(self, range_s: float) -> None:
        self._keep("show_range", range_s)

    def test_source(self, source: str) -> None:
        can = (message(BootCode.CAN_SWITCH, flags="coupon_v2, checkout_v2"),)
        self._keep("test_source", source, SourceTested(source, None, can, AFTER, 0.084))

    def test_channel(self, channel: str) -> None:
        self._keep("test_channel", channel, ChannelTried(channel, proof(channel), AFTER))

    def put_secret(self, secret: str, text: str) -> None:
        self._keep("put_secret", (secret, text), SecretPut(secret))

    def rows(self, wanted: RowsWanted) -> None:
        self._keep("rows", wanted, read_rows(FakeJournal(list(self.journal)), wanted))

    def row_text(self, seq: int) -> None:
        row = next(one for one in self.journal if one.seq == seq)
        before = next((one.hash_hex for one in self.journal if one.seq == seq - 1), "")
        self._keep("row_text", seq, RowText(seq, encode(row.entry).decode(), before))

    def verify(self) -> None:
        rows_count = len(self.journal)
        told = (message(AuditCode.OK, rows_count=rows_count, anchored_seq=rows_count - 2),)
        self._keep("verify", None, Verified(0, told, AFTER, 0.4))

    def export(self, file: Path) -> None:
        self._keep("export", file, Exported(file))

    def save_minutes(self, file: Path, text: str) -> None:
        self._keep("save_minutes", (file, text), MinutesSaved(file))

    def note(self, text: str) -> None:
        self._keep("note", text, Granted(Wish.NOTE))

    def shelve(self, alert_id: str, minutes: float, reason: str) -> None:
        self._keep("shelve", (alert_id, minutes, reason), Granted(Wish.SHELVE))

    def unshelve(self, key: str) -> None:
        self._keep("unshelve", key, Granted(Wish.UNSHELVE))

    def rate(self, alert_id: str, *, is_useful: bool) -> None:
        self._keep("rate", (alert_id, is_useful), Granted(Wish.RATE))

    def _keep(self, name: str, values: Any, news: News | None = None) -> None:
        self.wishes.append((name, values))
        if news is not None and self.answers:
            self.tell(news)


def room(look: Look, say: Say, hands: FakeHands, given: Workspace | None = None) -> Room:
    """Return what a page needs; the workspace is the story's own."""
    return Room(look, say, hands, given or workspace(), ME)
