"""What the window can ask of the cockpit, and what comes back.

No call of `Hands` waits: it hands on a wish, and what becomes of it arrives as a snapshot, an
event of an action, or news. Everything that moves something is guarded again on its lane, so a
button that should not have been pressed does no harm.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, Union

from msgspec import Struct

from cockpit.domain.message import Message

if TYPE_CHECKING:  # kinds of news, which come once there is a journal
    from cockpit.app.row_search import RowsRead, RowsWanted
    from cockpit.domain.events import ReleaseKind
    from cockpit.ui.news import (
        ChannelTried,
        Exported,
        MinutesSaved,
        RowText,
        SecretPut,
        SourceTested,
        Verified,
    )


class Plan(Struct, frozen=True):
    """A launch as a person plans it; `baseline` None takes the version with most users."""

    version: str
    build: str
    baseline: str | None
    release_kind: "ReleaseKind" = "release"
    window_from: datetime | None = None
    window_to: datetime | None = None
    commit: str = ""
    notes: str = ""


class Wish(StrEnum):
    """What a `Refused` was about, so that the answer appears where the wish was made."""

    OFF = "off"
    ROLLBACK = "rollback"
    STEP = "step"
    PLAN = "plan"
    DEPLOYED = "deployed"
    HOLD = "hold"
    RESUME = "resume"
    ACCEPT = "accept"
    ANSWER = "answer"
    SIGN = "sign"
    NO_GO = "no_go"
    TAKE_OVER = "take_over"
    CLOSE = "close"
    REASON = "reason"
    DISPUTE = "dispute"
    NOTE = "note"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    RATE = "rate"


class Refused(Struct, frozen=True):
    """A wish was not granted, and why. Nothing was sent and nothing was written."""

    wish: Wish
    reason: Message


class Granted(Struct, frozen=True):
    """A wish was granted: its row is in the journal."""

    wish: Wish


class Notice(Struct, frozen=True):
    """Something that everybody at the window should read once, such as a journal that is locked."""

    message: Message


News: TypeAlias = Union[
    "RowsRead",
    "RowText",
    "Verified",
    "Exported",
    "MinutesSaved",
    "SourceTested",
    "ChannelTried",
    "SecretPut",
    Refused,
    Granted,
    Notice,
]


class Hands(Protocol):
    """What a person at the window can do. Called on the window's thread; nothing waits."""

    def off(self, flag: str) -> str | None:
        """Switch a flag off; return the operation's id, None when it is not one of ours."""
        ...

    def rollback(self, name: str) -> str | None:
        """Start a rollback; return the operation's id, None when it leads to no known version."""
        ...

    def step(self, exposure_pct: float, *, second_person: str | None, typed_pct: float) -> None:
        """Move the exposure through the gate; less exposure needs no gate and no second person."""
        ...

    def plan(self, plan: Plan) -> None:
        """Open a launch."""
        ...

    def deployed(self) -> None:
        """Write down that the release is deployed and open to nobody."""
        ...

    def hold(self, reason: str) -> None:
        """Allow no next stage; the exposure stays as it is."""
        ...

    def resume(self) -> None:
        """End the hold."""
        ...

    def accept(self, check: str, reason: str) -> None:
        """Accept what a check of the gate has found, for this stage, by name."""
        ...

    def answer(
        self, item_id: str, value: str, *, accepts: bool, note: str = "", as_person: str | None
    ) -> None:
        """Answer a question of the Go/No-Go, in the name of whoever sits here or says so."""
        ...

    def sign(self, role: str, *, as_person: str | None) -> None:
        """Say Go for a role, to the evidence on the screen."""
        ...

    def no_go(self, reason: str = "") -> None:
        """Say No-Go, at once; the reason may come afterwards."""
        ...

    def give_reason(self, about: str, reason: str) -> None:
        """Say afterwards why: about an operation's id, or the number of a row."""
        ...

    def dispute(self, launch_id: str, reason: str) -> None:
        """Dispute how a launch counts on Change Safety, with a reason."""
        ...

    def take_over(self) -> None:
        """Hold the launch window from now on."""
        ...

    def close(
        self, result: Literal["done", "stopped"], way_out: Literal["flag_off", "rollback"] | None
    ) -> None:
        """Close the launch."""
        ...

    def send_again(self, operation_id: str) -> None:
        """Send an operation of unknown outcome once more, with its own id."""
        ...

    def close_operation(self, operation_id: str, reason: str) -> None:
        """Close an operation of unknown outcome as overtaken, with a reason."""
        ...

    def read_now(self) -> None:
        """Ask all sources now."""
        ...

    def show_range(self, range_s: float) -> None:
        """Show charts over so many seconds."""
        ...

    def test_source(self, source: str) -> None:
        """Ask a source something cheap, and what its token may do."""
        ...

    def test_channel(self, channel: str) -> None:
        """Send a marked message through a channel, and write down what comes of it."""
        ...

    def put_secret(self, secret: str, text: str) -> None:
        """Put a secret into the keyring, bound to the origin of its source."""
        ...

    def rows(self, wanted: "RowsWanted") -> None:
        """Read rows of the journal."""
        ...

    def row_text(self, seq: int) -> None:
        """Read one row as it stands in the journal."""
        ...

    def verify(self) -> None:
        """Verify the journal."""
        ...

    def export(self, file: Path) -> None:
        """Write the journal to a file."""
        ...

    def save_minutes(self, file: Path, text: str) -> None:
        """Write the minutes of a Go/No-Go to a file."""
        ...

    def note(self, text: str) -> None:
        """Write a note into the journal."""
        ...

    def shelve(self, alert_id: str, minutes: float, reason: str) -> None:
        """Put an alert aside for a while; it stays in sight."""
        ...

    def unshelve(self, key: str) -> None:
        """Take an alert back that was put aside."""
        ...

    def rate(self, alert_id: str, *, is_useful: bool) -> None:
        """Say whether an alert was of use."""
        ...
