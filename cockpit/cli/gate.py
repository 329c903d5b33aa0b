"""The command that judges a gate for a pipeline: no window, no journal, and no time made up."""

from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.app.pipeline_codes import UnseenName
from cockpit.cli.call import Call, call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.gate_codes import GateLine
from cockpit.cli.opening import given_secrets, secrets_for, workspace_or_complain
from cockpit.cli.plain import plain
from cockpit.domain.message import Message, message
from cockpit.domain.standings import CheckState
from cockpit.domain.weight import Weight
from cockpit.ports.journal import JournalError
from cockpit.ports.signoff_file import SignOffFileError
from cockpit.words.words import Words

if TYPE_CHECKING:
    from cockpit.app.pipeline import Wanted
    from cockpit.bootstrap.pipeline import Judged

NOT_GIVEN = -1.0
HEADS = {
    "go": GateLine.HEAD_GO,
    "no_go": GateLine.HEAD_NO_GO,
    "unknown": GateLine.HEAD_UNKNOWN,
}
STATES = {
    CheckState.PASS: GateLine.STATE_PASS,
    CheckState.FAIL: GateLine.STATE_FAIL,
    CheckState.WAIT: GateLine.STATE_WAIT,
    CheckState.UNKNOWN: GateLine.STATE_UNKNOWN,
    CheckState.EXCEPTED: GateLine.STATE_EXCEPTED,
}
WEIGHTS = {
    Weight.VETO: GateLine.WEIGHT_VETO,
    Weight.BLOCK: GateLine.WEIGHT_BLOCK,
    Weight.HOLD: GateLine.WEIGHT_HOLD,
    Weight.WATCH: GateLine.WEIGHT_WATCH,
}


def register(program: typer.Typer) -> None:
    """Add the command of this module."""
    program.command("gate")(gate)


def gate(
    context: typer.Context,
    release: str,
    *,
    stage_pct: Annotated[float, typer.Option("--stage")] = NOT_GIVEN,
    since: Annotated[str, typer.Option("--since")] = "",
    baseline: Annotated[str, typer.Option("--baseline")] = "",
    build: Annotated[str, typer.Option("--build")] = "",
    team_journal: Annotated[str, typer.Option("--team-journal")] = "",
    sign_off: Annotated[str, typer.Option("--signoff")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Judge the gate of a stage; UNKNOWN whenever what is asked for was not said in full."""
    call = call_of(context)
    missing = [
        name
        for name, is_given in (
            ("--stage", stage_pct != NOT_GIVEN),
            ("--since", bool(since)),
            ("--baseline", bool(baseline)),
        )
        if not is_given
    ]
    if missing:
        call.terminal.complain(message(GateLine.MISSING, parameter=", ".join(missing)))
        return Exit.UNKNOWN
    if not isfinite(stage_pct):
        given = str(stage_pct)
        call.terminal.complain(message(CliCode.BAD_NUMBER, parameter="--stage", given=given))
        return Exit.UNKNOWN
    try:
        since_at = _instant(since)
    except ValueError:
        call.terminal.complain(message(CliCode.BAD_INSTANT, parameter="--since"))
        return Exit.UNKNOWN
    from cockpit.app.pipeline import Wanted

    wanted = Wanted(release, baseline, stage_pct, since_at)
    found = _judged(call, wanted, build or None, team_journal, sign_off)
    if isinstance(found, Message):
        call.terminal.complain(found)
        return Exit.UNKNOWN
    if found is None:
        return Exit.UNKNOWN
    if as_json:
        call.terminal.print_json(_json(call, found))
    else:
        for line in _lines(found, call.terminal.words):
            call.terminal.say(line)
    return {"go": Exit.OK, "no_go": Exit.NO}.get(found.verdict.value, Exit.UNKNOWN)


def _judged(
    call: Call, wanted: "Wanted", build: str | None, team_journal: str, sign_off: str
) -> "Judged | Message | None":
    """Return what was judged, or why nothing could be; None when that has been said."""
    file = workspace_or_complain(call)
    given = given_secrets(call) if call.options.secrets_from_stdin else {}
    if file is None or given is None:
        return None
    from cockpit.bootstrap.pipeline import judged

    secrets = secrets_for(file, given, from_stdin=call.options.secrets_from_stdin)
    try:
        return judged(
            file,
            secrets,
            wanted,
            build=build,
            team_journal=team_journal or None,
            sign_off=Path(sign_off) if sign_off else None,
        )
    except (JournalError, SignOffFileError) as error:
        return error.message


def _instant(text: str) -> datetime:
    from cockpit.ports.workspace_fields import instant

    return instant(text)


def _lines(found: "Judged", words: Words) -> Iterator[Message]:
    """Yield the answer for people; what has the same to tell is told together."""
    seen, wanted = found.seen, found.seen.wanted
    yield message(
        HEADS[found.verdict.value],
        version=wanted.version,
        baseline=wanted.baseline,
        exposure_pct=wanted.exposure_pct,
        next_exposure_pct=seen.next_exposure_pct,
        since_at=wanted.since_at,
        at=seen.at,
    )
    for check in seen.checks:
        state = message(STATES[check.state])
        if check.weight is None:
            yield message(GateLine.CHECK, state=state, told=check.told)
            continue
        weight = message(WEIGHTS[check.weight])
        yield message(GateLine.CHECK_WEIGHED, state=state, told=check.told, weight=weight)
    alike: dict[tuple[CheckState, Message], list[str]] = {}
    for one in found.others:
        name = words.text(message(UnseenName(one.name)))
        alike.setdefault((one.state, one.told), []).append(name)
    for (at, told), names in alike.items():
        state = message(STATES[at])
        yield message(GateLine.OTHER, state=state, name=", ".join(names), told=told)
    yield message(GateLine.POLICY, policy=seen.basis.policy_sha256)


def _json(call: Call, found: "Judged") -> dict[str, object]:
    """Return the answer for scripts: words beside every code, and all that it rests on."""
    words, seen = call.terminal.words, found.seen
    return {
        "format": "release-cockpit/gate/1",
        "verdict": found.verdict.value,
        "metrics_verdict": seen.verdict.value,
        "release": seen.wanted.version,
        "baseline": seen.wanted.baseline,
        "stage_pct": seen.wanted.exposure_pct,
        "next_stage_pct": seen.next_exposure_pct,
        "since": plain(seen.wanted.since_at),
        "at": plain(seen.at),
        "checks": [
            {
                "check": one.check,
                "state": one.state.value,
                "weight": None if one.weight is None else one.weight.value,
                "words": words.text(one.told),
                "told": plain(one.told),
                "until": plain(one.until_at),
            }
            for one in seen.checks
        ],
        "not_seen": [
            {
                "name": one.name.value.removeprefix("unseen."),
                "state": one.state.value,
                "words": words.text(one.told),
                "counts": one.is_asked,
            }
            for one in found.others
        ],
        "basis": plain(seen.basis),
    }
