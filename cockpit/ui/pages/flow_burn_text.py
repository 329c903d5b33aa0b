"""What the card of a flow's error budget says, worked out without widgets."""

from msgspec import Struct

from cockpit.app.promise_view import BurnView, SloView
from cockpit.app.snapshot import FlowView
from cockpit.app.store import Mode
from cockpit.domain.slo import PAGES, SloState
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.flow_codes import BurnCode
from cockpit.ui.pages.flow_text import lasting
from cockpit.ui.say import DASH, Say


class PairText(Struct, frozen=True):
    """One pair of windows: which, how fast each burns, and from when on it is an alert."""

    windows: str
    burns: str
    limit: str
    shape: Shape | None


class PromiseText(Struct, frozen=True):
    """One promise: what it is, its four pairs, and sentences about its budget."""

    title: str
    pairs: tuple[PairText, ...]
    facts: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """Return everything in one line, as a screen reader says it."""
        pairs = (f"{one.windows}: {one.burns} ({one.limit})" for one in self.pairs)
        return ". ".join((self.title, *pairs, *self.facts))


def promises(flow: FlowView, version: str | None, say: Say) -> tuple[PromiseText, ...]:
    """Return the promises of a flow: success first, then speed."""
    found: list[PromiseText] = []
    note = (say(BurnCode.RECORDED),) if flow.long_mode is Mode.RECORDED else ()
    if flow.slo is not None:
        title = say(BurnCode.SUCCESS, target=_target(flow.slo, say))
        found.append(_promise(flow.slo, title, version, say, note))
    if flow.latency_slo is not None:
        target, limit = _target(flow.latency_slo, say), say.milliseconds(flow.slow_limit_s)
        title = say(BurnCode.SPEED, target=target, limit=limit)
        found.append(_promise(flow.latency_slo, title, version, say, note))
    return tuple(found)


def _promise(
    slo: SloView, title: str, version: str | None, say: Say, note: tuple[str, ...]
) -> PromiseText:
    facts = [_budget(slo, say)]
    if slo.budget_left_ratio is None and slo.budget_note is not None:
        facts = [say.text(slo.budget_note)]
    if slo.exhaustion_s is not None and 0 < slo.exhaustion_s < slo.period_s:
        facts.append(say(BurnCode.GONE_IN, age=lasting(slo.exhaustion_s, say)))
    if slo.at_full is not None and slo.at_full.short_burn is not None and version is not None:
        code = BurnCode.AT_FULL_BREAKS if slo.at_full.breaks else BurnCode.AT_FULL
        burn, stage = slo.at_full.short_burn, slo.at_full.long_burn
        facts.append(say(code, version=version, burn=say.number(burn), stage=say.number(stage)))
    if slo.state is SloState.UNKNOWN:
        facts.append(say.text(slo.reasons[0]) if slo.reasons else say(BurnCode.STALE))
    return PromiseText(title, tuple(_pair(one, say) for one in slo.burns), (*facts, *note))


def _pair(one: BurnView, say: Say) -> PairText:
    return PairText(
        say(BurnCode.PAIR, short=say.age(one.short_s), long=say.age(one.long_s)),
        say(BurnCode.BOTH, short=_times(one.short_burn, say), long=_times(one.long_burn, say)),
        say(BurnCode.FIRES, burn=f"{one.threshold:.3g}"),
        _shape(one),
    )


def _times(burn: float | None, say: Say) -> str:
    return DASH if burn is None else f"{say.number(burn)}×"


def _shape(one: BurnView) -> Shape | None:
    """Return how loud a pair is that fires; None while it does not."""
    if not one.is_firing:
        return None
    return Shape.BAD if one.alert in PAGES else Shape.WARN


def _budget(slo: SloView, say: Say) -> str:
    if slo.budget_left_ratio is None:
        return say(BurnCode.BUDGET_UNKNOWN)
    left, period = say.ratio(slo.budget_left_ratio, 0), say.age(slo.period_s)
    if slo.budget_known_s is None:
        return say(BurnCode.BUDGET, left=left, period=period)
    return say(BurnCode.BUDGET_OF, left=left, period=period, known=say.age(slo.budget_known_s))


def _target(slo: SloView, say: Say) -> str:
    """Return the promised share in per cent, without digits that say nothing."""
    shown = say.ratio(slo.target_ratio, 3)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
