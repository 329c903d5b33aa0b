"""Rows of the journal as questions for `cockpit decide`, each with the answer that the row tells.

A verdict is asked anew from the blocks that its row keeps, and a gate from the verdicts and the
other facts that it was judged by. What comes out has to be what the row says.
"""

import math
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import asdict

from cockpit.domain.gate import CheckName
from cockpit.domain.judgements import FaultDetected, FaultDetectedFirst, GateJudged, GateJudgedFirst
from cockpit.domain.kept import ComparisonKept, GateKept, VerdictKept
from cockpit.ports.journal import Row

VERDICT, GATE = "judge.verdict", "gate.judge"
TOLERANCE = 1e-9
OF_TIMES = frozenset({CheckName.BAKE.value, CheckName.SAMPLE.value})


class Line(Struct, frozen=True):
    """A question for `cockpit decide`, and what its answer has to contain."""

    id: str
    op: str
    given: Mapping[str, object]
    expect: Mapping[str, object]

    def plain(self) -> dict[str, object]:
        """Return the line as it is written; `expect` may stay, the command passes it over."""
        return {"id": self.id, "op": self.op, "in": self.given, "expect": self.expect}


class Recomputable(Struct, frozen=True):
    """The lines of some rows; of `left` rows or verdicts, by their ids, too little was kept."""

    lines: tuple[Line, ...]
    left: tuple[str, ...]


def recomputable(rows: Iterable[Row], launch_id: str | None = None) -> Recomputable:
    """Return what can be worked out again from these rows, of one launch where it is named."""
    lines: list[Line] = []
    left: list[str] = []
    for row in rows:
        event = row.entry.event
        if launch_id is not None and getattr(event, "launch_id", launch_id) != launch_id:
            continue
        match event:
            case GateJudged(basis=GateKept() as basis):
                for one in basis.compared:
                    _add(f"{row.seq}.{one.check}", one.verdict, lines, left)
                lines.append(_gate(f"{row.seq}.gate", event, basis))
            case FaultDetected(verdict=VerdictKept() as verdict):
                _add(f"{row.seq}.fault", verdict, lines, left)
            case GateJudged() | GateJudgedFirst() | FaultDetected() | FaultDetectedFirst():
                left.append(str(row.seq))
            case _:
                pass
    return Recomputable(tuple(lines), tuple(left))


def differences(expect: object, out: object, path: str = "") -> Iterator[str]:
    """Yield the path of each value that is expected and came out otherwise."""
    if isinstance(expect, Mapping):
        found = out if isinstance(out, Mapping) else {}
        for name, value in expect.items():
            below = f"{path}.{name}" if path else str(name)
            yield from differences(value, found.get(name), below)
    elif isinstance(expect, list | tuple):
        items = list(out) if isinstance(out, list | tuple) else []
        if len(items) != len(expect):
            yield path
            return
        for number, (one, other) in enumerate(zip(expect, items, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif not _is_same(expect, out):
        yield path


def _is_same(expect: object, out: object) -> bool:
    if isinstance(expect, bool) or isinstance(out, bool):
        return expect is out
    if isinstance(expect, int | float) and isinstance(out, int | float):
        return math.isclose(expect, out, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return expect == out


def _add(line_id: str, verdict: VerdictKept, lines: list[Line], left: list[str]) -> None:
    texts = {one.name: one.blocks for one in verdict.strata}
    known = {name: text for name, text in texts.items() if text is not None}
    if len(known) < len(texts):
        left.append(line_id)
        return
    given = {
        "rule": asdict(verdict.rule),
        "strata": known,
        "stale_s": verdict.stale_s,
        "is_incomplete": verdict.is_incomplete,
    }
    expect = {
        "rule_id": verdict.rule_id,
        "state": verdict.state,
        "log_evidence": verdict.log_evidence,
        "first_fail_block": verdict.first_fail_block,
        "block_count": verdict.block_count,
        "strata": {
            one.name: {
                "new": [one.new_count, one.new_bad_count],
                "old": [one.old_count, one.old_bad_count],
            }
            for one in verdict.strata
        },
        "blocks_sha256": verdict.blocks_sha256,
    }
    lines.append(Line(line_id, VERDICT, given, expect))


def _gate(line_id: str, event: GateJudged, basis: GateKept) -> Line:
    states = {one.check: one.state for one in event.checks}
    compared = {one.check for one in basis.compared}
    given: dict[str, object] = {
        "exposure_pct": event.exposure_pct,
        "next_exposure_pct": event.next_exposure_pct,
        "elapsed_s": basis.elapsed_s,
        "unseen_s": basis.unseen_s,
        "bake_needed_s": basis.bake_needed_s,
        "settle_s": basis.settle_s,
        "event_count": basis.event_count,
        "minimum_events": basis.minimum_events,
        "compared": {one.check: _comparison(one) for one in basis.compared},
        "others": {
            name: state
            for name, state in states.items()
            if name not in compared and name not in OF_TIMES
        },
    }
    return Line(line_id, GATE, given, {"is_open": event.is_open, "checks": states})


def _comparison(one: ComparisonKept) -> dict[str, object]:
    return {
        "verdict": one.verdict.state,
        "seen_count": sum(stratum.new_count for stratum in one.verdict.strata),
        "is_recorded": one.is_recorded,
        "is_mismatch": one.is_mismatch,
        "least_count": one.least_count,
        "is_quiet": one.is_quiet,
        "must_pass": one.must_pass,
        "weight": one.weight,
        "watched_count": one.watched_count,
        "watch_count": one.watch_count,
        "is_accepted": one.is_accepted,
    }
