"""What no metric source tells of a gate, and what a journal or a signed file tells of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.gating import Sight, gate_facts
from cockpit.app.gonogo import policy_hash
from cockpit.app.past import Past
from cockpit.app.pipeline import GateVerdict, Wanted
from cockpit.app.pipeline_codes import PipelineCode, UnseenName
from cockpit.app.reading import NOT_READ
from cockpit.domain.events import SignedOff
from cockpit.domain.gate import (
    OPENING,
    Check,
    GateCheck,
    go_given,
    no_fault_left,
    not_held,
    nothing_unresolved,
)
from cockpit.domain.launch import Launch
from cockpit.domain.launch_life import PRODUCT_OWNER
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.ports.signoff_file import SignOffFile
from cockpit.ports.workspace import Workspace

BY_CHECK: tuple[tuple[UnseenName, GateCheck], ...] = (
    (UnseenName.SIGN_OFFS, go_given),
    (UnseenName.HOLD, not_held),
    (UnseenName.FAULTS, no_fault_left),
    (UnseenName.UNRESOLVED, nothing_unresolved),
)


MOST_AGE_S, MOST_AHEAD_S = 24 * 3_600.0, 300.0
"""How old a sign-off file may be: since then somebody may have said No-Go. Clocks may differ."""


class Witnesses(Struct, frozen=True):
    """Who else can tell of a launch; None where nobody was asked. `build` None is any."""

    journal: Past | None = None
    sign_off: SignOffFile | None = None
    build: str | None = None


class Unseen(Struct, frozen=True):
    """Something that stands in no metric source; `is_asked` when a witness was given for it."""

    name: UnseenName
    state: CheckState
    told: Message
    is_asked: bool = False


def unseen(
    workspace: Workspace, wanted: Wanted, witnesses: Witnesses, now: datetime
) -> tuple[Unseen, ...]:
    """Return all that metric sources do not tell: unknown, unless a witness tells it."""
    found = {name: _unknown(name) for name in UnseenName}
    if witnesses.journal is not None:
        found |= {one.name: one for one in _told(workspace, wanted, witnesses.journal, now)}
    if witnesses.sign_off is not None:
        sign_off = _signed(workspace, wanted, witnesses.sign_off, witnesses.build, now)
        found[UnseenName.SIGN_OFFS] = _worse(found[UnseenName.SIGN_OFFS], sign_off)
    return tuple(found.values())


def together(verdict: GateVerdict, others: Sequence[Unseen]) -> GateVerdict:
    """Return the verdict of the metrics with what witnesses have told, who were asked."""
    states = {one.state for one in others if one.is_asked}
    if verdict is GateVerdict.NO_GO or CheckState.FAIL in states:
        return GateVerdict.NO_GO
    return verdict if states <= OPENING else GateVerdict.UNKNOWN


def _told(workspace: Workspace, wanted: Wanted, past: Past, now: datetime) -> Iterator[Unseen]:
    """Yield what the journal tells of the launch; nothing is told of a launch that it has not."""
    launch = past.live(workspace.service.name)
    is_it = launch is not None and launch.version == wanted.version
    names = [name for name, _ in BY_CHECK] + [UnseenName.EXCEPTIONS]
    if launch is None or not is_it or launch.exposure_pct != wanted.exposure_pct:
        code = PipelineCode.OTHER_STAGE if is_it else PipelineCode.NO_LAUNCH_OF_IT
        told = message(code, version=wanted.version, exposure_pct=wanted.exposure_pct)
        for name in names:
            yield Unseen(name, CheckState.UNKNOWN, told, is_asked=True)
        return
    sight = Sight(workspace, past, now, None, (), (), lambda *_: NOT_READ)
    facts = replace(gate_facts(launch, sight), is_go_void=_is_void(workspace, launch, past))
    for name, check in BY_CHECK:
        for one in check(facts):
            yield _as(name, one)
    accepted = tuple(one for one in launch.accepted if one.exposure_pct == launch.exposure_pct)
    count = message(PipelineCode.ACCEPTED, accepted_count=len(accepted))
    yield Unseen(UnseenName.EXCEPTIONS, CheckState.PASS, count, is_asked=True)


def _is_void(workspace: Workspace, launch: Launch, past: Past) -> bool:
    """Whether the product owner's Go was said to another policy than that of now."""
    rows = past.said.get(launch.launch_id, ())
    words = [one.entry.event for one in rows if isinstance(one.entry.event, SignedOff)]
    own = [one for one in words if one.is_go and one.role == PRODUCT_OWNER]
    return bool(own) and own[-1].policy_hash != policy_hash(workspace)


def _signed(
    workspace: Workspace, wanted: Wanted, file: SignOffFile, build: str | None, now: datetime
) -> Unseen:
    """Return what a signed file says of this release; one for another is no word about this."""
    roles = {role for one in workspace.people if one.id == file.person for role in one.roles}
    reason = file.fault or _why_not_now(file, now)
    expected: tuple[tuple[str, str, str], ...] = (
        ("service", file.service, workspace.service.name),
        ("version", file.version, wanted.version),
        ("build", file.build, file.build if build is None else build),
        ("role", file.role if file.is_go else PRODUCT_OWNER, PRODUCT_OWNER),
        ("policy", file.policy_sha256, policy_hash(workspace)),
    )
    for field, given, wanted_value in expected:
        if reason is None and given != wanted_value:
            reason = message(
                PipelineCode.OTHER_SIGN_OFF, field=field, given=given, wanted=wanted_value
            )
    if reason is None and file.is_go and file.role not in roles:
        reason = message(PipelineCode.NOT_THE_ROLE, person=file.person, role=file.role)
    if reason is not None or not file.is_go:
        code = PipelineCode.SIGNED_NO_GO if reason is None else PipelineCode.NOT_SIGNED
        told = message(code, person=file.person, at=file.signed_at, told=reason)
        return Unseen(UnseenName.SIGN_OFFS, CheckState.FAIL, told, is_asked=True)
    told = message(
        PipelineCode.SIGNED_GO,
        person=file.person,
        at=file.signed_at,
        build=file.build,
        evidence=file.evidence_sha256,
    )
    return Unseen(UnseenName.SIGN_OFFS, CheckState.PASS, told, is_asked=True)


def _why_not_now(file: SignOffFile, now: datetime) -> Message | None:
    """Return that the file is too old for its No-Gos to be all there, or from the future."""
    age_s = (now - file.exported_at).total_seconds()
    if age_s > MOST_AGE_S:
        return message(PipelineCode.EXPORTED_LONG_AGO, age_s=age_s, most_s=MOST_AGE_S)
    if age_s < -MOST_AHEAD_S:
        return message(PipelineCode.EXPORTED_AHEAD, ahead_s=-age_s)
    return None


def _worse(before: Unseen, after: Unseen) -> Unseen:
    """Return the graver of two witnesses; one that was not asked says nothing."""
    if not before.is_asked or before.state in OPENING:
        return after
    return before if after.state in OPENING or before.state is CheckState.FAIL else after


def _unknown(name: UnseenName) -> Unseen:
    return Unseen(name, CheckState.UNKNOWN, message(PipelineCode.NOT_SEEN))


def _as(name: UnseenName, check: Check) -> Unseen:
    return Unseen(name, check.state, check.told, is_asked=True)
