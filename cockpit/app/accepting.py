"""Takes a person's word that what a check of the gate has found may be lived with."""

from cockpit.app.accept_codes import AcceptCode
from cockpit.app.advance import MOST_AGE_S
from cockpit.app.launch_view import CheckView, LaunchView
from cockpit.app.launches import Launches
from cockpit.app.snapshot import Snapshot
from cockpit.app.stage_policy import has_role
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.judgements import CheckAccepted
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.launch_life import PRODUCT_OWNER
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.domain.weight import Weight
from cockpit.ports.clock import Clock
from cockpit.ports.workspace import Workspace


class Accepting:
    """Accepts findings, each for the stage that it was found in. May raise `JournalError`.

    A signal is accepted by anybody whom the workspace knows, a guardrail by the product owner
    alone, a key check by nobody. `stranger` says that the workspace does not know who acts.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        launches: Launches,
        clock: Clock,
        actor: str,
        stranger: Message | None = None,
    ) -> None:
        self._workspace = workspace
        self._launches = launches
        self._clock = clock
        self._actor = actor
        self._stranger = stranger

    def accept(self, check: str, reason: str, seen: Snapshot | None) -> Message | None:
        """Write the acceptance down, or return why not; `seen` is what was on the screen."""
        launch = self._launches.live()
        if launch is None:
            return message(LadderCode.NO_LAUNCH)
        view = self._judged(launch.launch_id, seen)
        if isinstance(view, Message):
            return view
        found = _check(view, check)
        if isinstance(found, Message):
            return found
        refusal = self._stranger or _why_not(found) or self._why_not_owner(found)
        if refusal is not None:
            return refusal
        if not reason.strip():
            return message(AcceptCode.NO_REASON, check=check)
        self._launches.write(
            CheckAccepted(
                launch.launch_id,
                check,
                launch.exposure_pct,
                reason.strip(),
                found.message,
                is_exception=found.weight is Weight.BLOCK,
            )
        )
        return None

    def _judged(self, launch_id: str, seen: Snapshot | None) -> LaunchView | Message:
        view = None if seen is None else seen.launch
        if seen is None or view is None or view.gate is None:
            return message(LadderCode.NOT_JUDGED)
        age_s = (self._clock.now() - seen.at).total_seconds()
        if view.launch_id != launch_id or age_s > MOST_AGE_S:
            return message(LadderCode.JUDGED_LONG_AGO, age_s=age_s, most_s=MOST_AGE_S)
        return view

    def _why_not_owner(self, found: CheckView) -> Message | None:
        if found.weight is not Weight.BLOCK or not self._workspace.people:
            return None
        if has_role(self._workspace, self._actor, PRODUCT_OWNER):
            return None
        owners = [one.id for one in self._workspace.people if PRODUCT_OWNER in one.roles]
        return message(AcceptCode.NOT_THE_OWNER, role=PRODUCT_OWNER, known=", ".join(owners))


def may_be_accepted(found: CheckView) -> bool:
    """Return whether somebody could accept what the check has found."""
    return _why_not(found) is None


def _check(view: LaunchView, check: str) -> CheckView | Message:
    checks = () if view.gate is None else view.gate.checks
    found = next((one for one in checks if one.check == check), None)
    if found is not None:
        return found
    known = ", ".join(one.check for one in checks if may_be_accepted(one))
    if not known:
        return message(AcceptCode.NOTHING_TO_ACCEPT, given=check)
    return message(AcceptCode.NO_SUCH_CHECK, given=check, known=known)


def _why_not(found: CheckView) -> Message | None:
    """Return why the check has nothing that could be accepted; a missing proof is no finding."""
    if found.weight in {None, Weight.VETO}:
        return message(AcceptCode.VETO, check=found.check, told=found.message)
    if found.state is CheckState.UNKNOWN:
        return message(AcceptCode.NOT_KNOWN, check=found.check, told=found.message)
    if found.message.code in {GateCode.NEEDS_LOOK, GateCode.BLOCKED}:
        return None
    return message(AcceptCode.NOTHING_FOUND, check=found.check, told=found.message)
