"""The seat at the window: every wish of a person, handed to the services that can grant it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cockpit.bootstrap.codes import BootCode
from cockpit.domain.message import message
from cockpit.ui.bridge import Bridge
from cockpit.ui.hands import Notice, Plan, Refused, Wish

if TYPE_CHECKING:
    from cockpit.app.row_search import RowsWanted
    from cockpit.bootstrap.inquiries import Inquiries
    from cockpit.bootstrap.live import Live  # the window is there before the services


class Seat:
    """`Hands` of a window. Before `begin`, and after `end`, it answers that nothing is open.

    Called on the window's thread; what comes of a wish goes through the bridge.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._live: Live | None = None
        self._inquiries: Callable[[], Inquiries] | None = None

    def begin(self, live: "Live", inquiries: "Callable[[], Inquiries]") -> None:
        """Take the services that grant wishes from now on."""
        self._live, self._inquiries = live, inquiries

    def end(self) -> None:
        """Let the services go."""
        self._live = self._inquiries = None

    # ------------------------------------------------------------ levers

    def off(self, flag: str) -> str | None:
        """Switch a flag off; return the operation's id, None when it is not one of ours."""
        live = self._opened(Wish.OFF)
        if live is None or flag not in live.orders.flags:
            return None
        return live.off(flag)

    def rollback(self, name: str) -> str | None:
        """Start a rollback; return the operation's id, None when it leads to no known version."""
        live = self._opened(Wish.ROLLBACK)
        if live is None or name not in live.orders.rollbacks:
            return None
        operation_id = live.rollback(name)
        if operation_id is None:
            why = message(BootCode.NO_VERSION_BACK, name=name)
            self._bridge.tell(Refused(Wish.ROLLBACK, why))
        return operation_id

    def step(self, exposure_pct: float, *, second_person: str | None, typed_pct: float) -> None:
        """Move the exposure through the gate."""
        if (live := self._opened(Wish.STEP)) is not None:
            live.step(exposure_pct, second_person=second_person, typed_pct=typed_pct)

    def send_again(self, operation_id: str) -> None:
        """Send an operation of unknown outcome once more, with its own id."""
        if (live := self._opened(Wish.OFF)) is not None:
            live.send_again(operation_id)

    def close_operation(self, operation_id: str, reason: str) -> None:
        """Close an operation of unknown outcome as overtaken, with a reason."""
        if (live := self._opened(Wish.OFF)) is not None:
            live.close_operation(operation_id, reason)

    # ------------------------------------------------------------ the launch

    def plan(self, plan: Plan) -> None:
        """Open a launch."""
        if (live := self._opened(Wish.PLAN)) is not None:
            from cockpit.app.launches import LaunchPlan  # read with the services

            live.plan(
                LaunchPlan(
                    version=plan.version,
                    build=plan.build,
                    baseline=plan.baseline,
                    release_kind=plan.release_kind,
                    window_from=plan.window_from,
                    window_to=plan.window_to,
                    commit=plan.commit,
                    notes=plan.notes,
                )
            )

    def deployed(self) -> None:
        """Write down that the release is deployed and open to nobody."""
        if (live := self._opened(Wish.DEPLOYED)) is not None:
            live.deployed()

    def hold(self, reason: str) -> None:
        """Allow no next stage; the exposure stays as it is."""
        if (live := self._opened(Wish.HOLD)) is not None:
            live.hold(reason)

    def resume(self) -> None:
        """End the hold."""
        if (live := self._opened(Wish.RESUME)) is not None:
            live.resume()

    def accept(self, check: str, reason: str) -> None:
        """Accept what a check of the gate has found, for this stage, by name."""
        if (live := self._opened(Wish.ACCEPT)) is not None:
            live.accept(check, reason)

    def take_over(self) -> None:
        """Hold the launch window from now on."""
        if (live := self._opened(Wish.TAKE_OVER)) is not None:
            live.take_over()

    def close(
        self, result: Literal["done", "stopped"], way_out: Literal["flag_off", "rollback"] | None
    ) -> None:
        """Close the launch."""
        if (live := self._opened(Wish.CLOSE)) is not None:
            live.close(result, way_out)

    def give_reason(self, about: str, reason: str) -> None:
        """Say afterwards why: about an operation's id, or the number of a row."""
        if (live := self._opened(Wish.REASON)) is not None:
            live.give_reason(about, reason)

    def dispute(self, launch_id: str, reason: str) -> None:
        """Dispute how a launch counts on Change Safety, with a reason."""
        if (live := self._opened(Wish.DISPUTE)) is not None:
            live.dispute(launch_id, reason)

    def note(self, text: str) -> None:
        """Write a note into the journal."""
        if (live := self._opened(Wish.NOTE)) is not None:
            live.note(text)

    # ------------------------------------------------------------ alerts

    def shelve(self, alert_id: str, minutes: float, reason: str) -> None:
        """Put an alert aside for a while."""
        if (live := self._opened(Wish.SHELVE)) is not None:
            live.shelve(alert_id, minutes, reason)

    def unshelve(self, key: str) -> None:
        """Take an alert back that was put aside."""
        if (live := self._opened(Wish.UNSHELVE)) is not None:
            live.unshelve(key)

    def rate(self, alert_id: str, *, is_useful: bool) -> None:
        """Say whether an alert was of use."""
        if (live := self._opened(Wish.RATE)) is not None:
            live.rate(alert_id, is_useful=is_useful)

    # ------------------------------------------------------------ Go/No-Go

    def answer(
        self, item_id: str, value: str, *, accepts: bool, note: str = "", as_person: str | None
    ) -> None:
        """Answer a question of the Go/No-Go."""
        if (live := self._opened(Wish.ANSWER)) is not None:
            live.answer(item_id, value, accepts=accepts, note=note, as_person=as_person)

    def sign(self, role: str, *, as_person: str | None) -> None:
        """Say Go for a role, to the evidence on the screen."""
        if (live := self._opened(Wish.SIGN)) is not None:
            live.sign(role, as_person=as_person)

    def no_go(self, reason: str = "") -> None:
        """Say No-Go, at once."""
        if (live := self._opened(Wish.NO_GO)) is not None:
            live.no_go(reason)

    # ------------------------------------------------------------ looking

    def read_now(self) -> None:
        """Ask all sources now."""
        if self._live is not None:
            self._live.read_now()

    def show_range(self, range_s: float) -> None:
        """Show charts over so many seconds."""
        if self._live is not None:
            self._live.show_range(range_s)

    def test_source(self, source: str) -> None:
        """Ask a source something cheap, and what its token may do."""
        if (asked := self._asked()) is not None:
            asked.test_source(source)

    def test_channel(self, channel: str) -> None:
        """Send a marked message through a channel."""
        if (asked := self._asked()) is not None:
            asked.test_channel(channel)

    def put_secret(self, secret: str, text: str) -> None:
        """Put a secret into the keyring, bound to the origin of its source."""
        if (asked := self._asked()) is not None:
            asked.put_secret(secret, text)

    def rows(self, wanted: "RowsWanted") -> None:
        """Read rows of the journal."""
        if (asked := self._asked()) is not None:
            asked.rows(wanted)

    def row_text(self, seq: int) -> None:
        """Read one row as it stands in the journal."""
        if (asked := self._asked()) is not None:
            asked.row_text(seq)

    def verify(self) -> None:
        """Verify the journal."""
        if (asked := self._asked()) is not None:
            asked.verify()

    def export(self, file: Path) -> None:
        """Write the journal to a file."""
        if (asked := self._asked()) is not None:
            asked.export(file)

    def save_minutes(self, file: Path, text: str) -> None:
        """Write the minutes of a Go/No-Go to a file."""
        if (asked := self._asked()) is not None:
            asked.save_minutes(file, text)

    # ------------------------------------------------------------ nothing is open yet

    def _opened(self, wish: Wish) -> "Live | None":
        if self._live is None:
            self._bridge.tell(Refused(wish, message(BootCode.STILL_OPENING)))
        return self._live

    def _asked(self) -> "Inquiries | None":
        if self._inquiries is None:
            self._bridge.tell(Notice(message(BootCode.STILL_OPENING)))
            return None
        return self._inquiries()
