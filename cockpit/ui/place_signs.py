"""Which mark each page bears in the rail: only what is abnormal, so a calm rail has none."""

from collections.abc import Mapping

from cockpit.app.snapshot import Snapshot, SourceState
from cockpit.domain.standings import LaunchPhase
from cockpit.domain.verdict import State
from cockpit.ui.aim import going_out
from cockpit.ui.sign import Sign, gravest, sign_of

_LOUD = frozenset({Sign.BAD, Sign.WARN, Sign.UNKNOWN})


def place_signs(snapshot: Snapshot) -> Mapping[str, Sign]:
    """Return the signs by page; pages without one are left out."""
    found = {
        "flow": gravest(tuple(sign_of(flow.state) for flow in snapshot.flows)),
        "release": _release(snapshot),
        "gonogo": _gonogo(snapshot),
        "rollout": _rollout(snapshot),
        "journal": _journal(snapshot),
        "sources": _sources(snapshot),
    }
    return {key: sign for key, sign in found.items() if sign in _LOUD}


def _release(snapshot: Snapshot) -> Sign:
    launch, release = going_out(snapshot), snapshot.release
    is_out = launch is not None and launch.phase in {LaunchPhase.STAGE, LaunchPhase.WATCHING}
    if release is None or not is_out:
        return Sign.NONE
    if release.state is State.FAIL:
        return Sign.OK if release.harm is not None and release.harm.is_over else Sign.BAD
    return Sign.UNKNOWN if release.state is State.NO_DATA else Sign.OK


def _gonogo(snapshot: Snapshot) -> Sign:
    sheet, launch = snapshot.gonogo, going_out(snapshot)
    if sheet is None or launch is None or launch.phase is not LaunchPhase.PLANNED:
        return Sign.NONE
    is_blocked = sheet.is_no_go or sheet.objected_count > 0 or sheet.failed_count > 0
    return Sign.WARN if is_blocked else Sign.NONE


def _rollout(snapshot: Snapshot) -> Sign:
    launch = going_out(snapshot)
    if launch is None:
        return Sign.NONE
    return Sign.WARN if any(target.is_adrift for target in launch.targets) else Sign.NONE


def _journal(snapshot: Snapshot) -> Sign:
    journal = snapshot.journal
    if journal is None:
        return Sign.UNKNOWN
    return Sign.OK if journal.is_writable else Sign.BAD


def _sources(snapshot: Snapshot) -> Sign:
    """Return unknown as soon as one source cannot be relied on."""
    states = {source.state for source in snapshot.sources}
    if states - {SourceState.OK, SourceState.SLOW, SourceState.WAITING}:
        return Sign.UNKNOWN
    return Sign.WARN if SourceState.SLOW in states else Sign.OK
