"""What the tile of a flow says, worked out without widgets."""

from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct

from cockpit.app.board_codes import DataCode
from cockpit.app.promise_view import SloView
from cockpit.app.snapshot import FlowView, ReasonView, Snapshot, TileState
from cockpit.app.store import Mode
from cockpit.domain.slo import SloState
from cockpit.ui.aim import going_out
from cockpit.ui.codes import WordCode
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role
from cockpit.ui.pages.flow_codes import FlowCode
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

GREW_RATIO = 0.1
"""A share of the failures that has grown by so much is worth a word."""

MOST_NAMES = 3
HOUR_S = 3_600.0

WORD_OF = {
    TileState.OK: WordCode.OK,
    TileState.WARN: WordCode.WARN,
    TileState.BAD: WordCode.BAD,
    TileState.UNKNOWN: WordCode.UNKNOWN,
}
LOUD = (TileState.BAD, TileState.UNKNOWN, TileState.WARN)
ORDER = {TileState.BAD: 0, TileState.WARN: 1, TileState.UNKNOWN: 2, TileState.OK: 3}
SLO_SHAPE = {SloState.BAD: Shape.BAD, SloState.WARNING: Shape.WARN}
NEW_SHAPE = {TileState.BAD: Shape.BAD, TileState.WARN: Shape.WARN}
FIGURE_ROLE = {Shape.BAD: Role.BAD, Shape.WARN: Role.WARN}


class Stage(Enum):
    """How much of a tile there is to show."""

    READING = "reading"
    """Nothing has been read yet."""

    NOTHING = "nothing"
    """There is no value, and a sentence says why."""

    LAST = "last"
    """The last values, which cannot be relied on now."""

    FULL = "full"


class FigureText(Struct, frozen=True):
    """One of the four figures: its label, value, unit and what stands below it."""

    label: str
    value: str
    unit: str
    note: str
    shape: Shape | None = None
    role: Role = Role.TEXT1


class CauseText(Struct, frozen=True):
    """One cause: its share (0..1), and a word when it is new or has grown."""

    name: str
    share_ratio: float
    word: str = ""
    is_loud: bool = False


def stage_of(flow: FlowView) -> Stage:
    """Return how much of the tile there is to show."""
    has_value = flow.success_ratio is not None
    if flow.state is not TileState.UNKNOWN:
        return Stage.FULL
    if has_value:
        return Stage.LAST
    codes = {one.code for one in flow.messages}
    return Stage.READING if codes <= {DataCode.NOT_ASKED} else Stage.NOTHING


def version_of(snapshot: Snapshot) -> str | None:
    """Return the new version while it is going out, harmless to show."""
    launch = going_out(snapshot)
    return None if launch is None else safe(launch.version)


def ordered(flows: Iterable[FlowView], most: int) -> tuple[FlowView, ...]:
    """Return the flows as they stand on the board: their own order while all have room.

    With more than `most` of them, those in trouble come first.
    """
    given = tuple(flows)
    if len(given) <= most:
        return given
    return tuple(sorted(given, key=lambda flow: ORDER[flow.state]))


def summary(flows: Iterable[FlowView], version: str | None, say: Say) -> str:
    """Return the states in one line: what is wrong by name, the rest in one word.

    A new version that few have may be broken while the flows as a whole keep their promises: then
    it comes first.
    """
    given = tuple(flows)
    whole = _whole(given, say)
    bad = TileState.BAD
    broken = [flow for flow in given if flow.new_state is bad and flow.state is not bad]
    if version is None or not broken:
        return whole
    names, word = _names(broken, say), say(WORD_OF[bad]).lower()
    return say(FlowCode.SUMMARY_NEW, version=version, flows=names, state=word, whole=whole)


def _whole(given: Sequence[FlowView], say: Say) -> str:
    if not given:
        return say(FlowCode.SUMMARY_NONE)
    parts: list[str] = []
    loud = {state: [flow for flow in given if flow.state is state] for state in LOUD}
    there = [found for found in loud.values() if found]
    has_names = len(there) == 1 or all(len(found) <= MOST_NAMES for found in there)
    for state, found in loud.items():
        word = say(WORD_OF[state]).lower()  # within a sentence
        if len(found) == len(given):
            return say(FlowCode.SUMMARY_ALL, state=word)
        if found and has_names:
            parts.append(say(FlowCode.SUMMARY_PART, flows=_names(found, say), state=word))
        elif found:  # so many names would leave no room for what follows
            parts.append(say(FlowCode.SUMMARY_COUNT, count=len(found), state=word))
    ok = say(WORD_OF[TileState.OK])
    if not parts:
        return say(FlowCode.SUMMARY_ALL, state=ok)
    if any(flow.state is TileState.OK for flow in given):
        parts.append(say(FlowCode.SUMMARY_REST, state=ok))
    return ", ".join(parts)


def _names(flows: Sequence[FlowView], say: Say) -> str:
    """Return the flows by name, as many as are read at a glance."""
    names = ", ".join(say.name("flow", flow.name) for flow in flows[:MOST_NAMES])
    if len(flows) <= MOST_NAMES:
        return names
    return say(FlowCode.AND_MORE, names=names, count=len(flows) - MOST_NAMES)


def figures(flow: FlowView, version: str | None, say: Say) -> tuple[FigureText, ...]:
    """Return the four figures, always in the same places."""
    found = (_all(flow, say), _new(flow, version, say), _p95(flow, say), _burn(flow, version, say))
    if stage_of(flow) is Stage.FULL:
        return found
    return tuple(
        FigureText(one.label, one.value, one.unit, one.note, None, Role.TEXT3) for one in found
    )


def is_about_speed(flow: FlowView) -> bool:
    """Return whether slow answers are what is wrong, and neither success nor the new version."""
    is_new_fine = flow.new_state not in {TileState.BAD, TileState.WARN}
    return _gravity(flow.latency_slo) > _gravity(flow.slo) and is_new_fine


def window_text(flow: FlowView, say: Say) -> str:
    """Return over which time the figures are, and how old they are."""
    window = say.age(flow.window_s)
    if flow.age_s is None:
        return say(FlowCode.WINDOW, window=window)
    is_estimated = flow.mode is Mode.ESTIMATED
    code = FlowCode.WINDOW_AGE_RATE if is_estimated else FlowCode.WINDOW_AGE
    return say(code, window=window, age=say.ago(flow.age_s))


def causes_head(flow: FlowView, say: Say) -> str:
    """Return what stands above the causes."""
    if stage_of(flow) is not Stage.FULL:
        return say(FlowCode.CAUSES_UNKNOWN)
    shares = sum(one.share_ratio for one in flow.reasons)
    if not flow.reasons or shares <= 0:
        return say(FlowCode.CAUSES_NONE)
    total = sum(one.count for one in flow.reasons) / shares
    return say(FlowCode.CAUSES, count=say.count(total))


def causes(flow: FlowView, say: Say) -> tuple[CauseText, ...]:
    """Return the causes, the greatest first, and last the share of all others."""
    if stage_of(flow) is not Stage.FULL:
        return ()
    is_loud = flow.state in {TileState.BAD, TileState.WARN}
    found = [_cause(one, say, is_loud=is_loud) for one in flow.reasons]
    if flow.reasons and flow.other_reasons_ratio:
        found.append(CauseText(say(FlowCode.OTHER), flow.other_reasons_ratio))
    return tuple(found)


def _cause(reason: ReasonView, say: Say, *, is_loud: bool) -> CauseText:
    name = say.name("reason", reason.reason)
    if reason.is_new:
        return CauseText(name, reason.share_ratio, say(FlowCode.NEW), is_loud)
    if reason.change_ratio is not None and reason.change_ratio >= GREW_RATIO:
        points = say.ratio(reason.change_ratio, 0)
        return CauseText(name, reason.share_ratio, say(FlowCode.GREW, points=points), is_loud)
    return CauseText(name, reason.share_ratio)


def _all(flow: FlowView, say: Say) -> FigureText:
    shape = None if flow.slo is None else SLO_SHAPE.get(flow.slo.state)
    return FigureText(
        say(FlowCode.SUCCESS_ALL),
        say.ratio(flow.success_ratio),
        "%",
        _count(flow.event_count, say),
        shape,
        _role(shape),
    )


def _new(flow: FlowView, version: str | None, say: Say) -> FigureText:
    named = say(FlowCode.LEGEND_NEW) if version is None else version
    label = say(FlowCode.SUCCESS_NEW, version=named)
    if flow.new_success_ratio is None:
        return FigureText(label, DASH, "", say(FlowCode.NO_NEW), None, Role.TEXT3)
    shape = NEW_SHAPE.get(flow.new_state)
    note = _count(flow.new_event_count, say)
    return FigureText(label, say.ratio(flow.new_success_ratio), "%", note, shape, _role(shape))


def _p95(flow: FlowView, say: Say) -> FigureText:
    shape = None if flow.latency_slo is None else SLO_SHAPE.get(flow.latency_slo.state)
    value = say.milliseconds(flow.p95_s)
    shown = f"> {value}" if flow.p95_is_above and flow.p95_s is not None else value
    note = say(FlowCode.NO_TARGET)
    if flow.slow_limit_s is not None:
        note = say(FlowCode.TARGET, target=f"{say.milliseconds(flow.slow_limit_s)} ms")
    unit = "" if flow.p95_s is None else "ms"
    return FigureText(say(FlowCode.P95), shown, unit, note, shape, _role(shape))


def _burn(flow: FlowView, version: str | None, say: Say) -> FigureText:
    """Return how fast the budget goes of the promise that is worse off; of equals, of success."""
    slo, label = flow.slo, say(FlowCode.BURN)
    if _gravity(flow.latency_slo) > _gravity(slo):
        slo, label = flow.latency_slo, say(FlowCode.BURN_SLOW)
    burn = slo.burns[0].long_burn if slo is not None and slo.burns else None
    if slo is None or burn is None:
        return FigureText(label, DASH, "", say(FlowCode.NO_TARGET) if slo is None else "")
    note = budget_note(slo, say)
    at_full = None if slo.at_full is None else slo.at_full.short_burn
    is_worse = flow.new_state in {TileState.BAD, TileState.WARN}
    if is_worse and version is not None and at_full is not None:
        note = say(FlowCode.AT_FULL, version=version, burn=say.number(at_full))
    return FigureText(label, say.number(burn), "×", note, None, _role(SLO_SHAPE.get(slo.state)))


def _gravity(slo: SloView | None) -> int:
    states = (SloState.WARNING, SloState.BAD)
    return 1 + states.index(slo.state) if slo is not None and slo.state in states else 0


def lasting(seconds: float, say: Say) -> str:
    """Return how long a budget lasts: an estimate, so whole hours from two on."""
    is_long = seconds >= 2 * HOUR_S
    return say.age(seconds // HOUR_S * HOUR_S if is_long else seconds)


def budget_note(slo: SloView, say: Say) -> str:
    """Return what is left of the budget, and how long it lasts if it ends before its period.

    While nobody knows what is left, how long all of it would last.
    """
    left_ratio, gone_s = slo.budget_left_ratio, slo.exhaustion_s
    if left_ratio is None:
        if slo.full_budget_s is None:
            return say(FlowCode.NO_BURN)
        return say(FlowCode.LASTS, age=lasting(slo.full_budget_s, say))
    if left_ratio <= 0:
        note = say(FlowCode.SPENT)
    elif gone_s is not None and gone_s < slo.period_s:
        note = say(FlowCode.LEFT_FOR, left=say.ratio(left_ratio, 0), age=lasting(gone_s, say))
    else:
        note = say(FlowCode.LEFT, left=say.ratio(left_ratio, 0))
    if slo.budget_known_s is None:
        return note
    return say(FlowCode.OF_KNOWN, age=say.age(slo.budget_known_s), note=note)


def _count(count: float | None, say: Say) -> str:
    return DASH if count is None else say(FlowCode.N, count=say.count(count))


def _role(shape: Shape | None) -> Role:
    return Role.TEXT1 if shape is None else FIGURE_ROLE[shape]
