"""Burn rates: thresholds, alerts, the time to exhaustion, the gate at low traffic, projections."""

from collections.abc import Mapping

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import Fields, Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.burn import (
    Objective,
    burn_of,
    burn_rate,
    exceeds,
    exhaustion_s,
    low_traffic_gate,
)
from cockpit.domain.burn_forecast import canary_burn, detections
from cockpit.domain.burn_segments import Segment, evaluate_segments
from cockpit.domain.burn_windows import DAY_S, HOUR_S, MINUTE_S, window_pairs
from cockpit.domain.message import message
from cockpit.domain.outcomes import Outcomes

MOST_DAYS = 3_660.0
USUAL_DAYS = 30.0
QUICK = 0


def thresholds(given: Place) -> Mapping[str, object]:
    """Return the four pairs of windows and the burn rate at which each fires."""
    pairs = window_pairs(_period_s(given.fields("period_days")))
    return {
        "rows": [
            {
                "alert": pair.alert,
                "budget_pct": 100 * pair.budget_ratio,
                "long_h": pair.long_s / HOUR_S,
                "short_h": pair.short_s / HOUR_S,
                "burn_rate": pair.burn,
            }
            for pair in pairs
        ]
    }


def evaluate(given: Place) -> Mapping[str, object]:
    """Return what each alert says at a minute of a told history."""
    fields = given.fields("slo", "period_days", "now_min", "segments")
    objective = _objective(fields)
    now_s = fields.needed("now_min").number() * MINUTE_S
    segments = [_segment(one) for one in fields.needed("segments").items()]
    report = evaluate_segments([one for one in segments if one is not None], now_s, objective)
    alerts = {
        one.pair.alert.value: {
            "long_burn": one.long_burn,
            "short_burn": one.short_burn,
            "threshold": one.pair.burn,
            "fires": one.fires,
        }
        for one in report.pairs
    }
    return {
        **alerts,
        "budget_left": report.budget_left_ratio,
        "time_to_exhaustion_s": report.exhaustion_s,
    }


def exhaustion(given: Place) -> Mapping[str, object]:
    """Return how long the rest of the budget lasts at a constant share of failures."""
    fields = given.fields("slo", "period_days", "error_ratio", "budget_left")
    objective = _objective(fields)
    burn = burn_of(fields.needed("error_ratio").ratio(), objective)
    return {"seconds": exhaustion_s(burn, fields.needed("budget_left").up_to(1), objective)}


def detection(given: Place) -> Mapping[str, object]:
    """Return when each alert fires and rests at a constant share of failures."""
    fields = given.fields("slo", "period_days", "error_ratio")
    found = detections(fields.needed("error_ratio").ratio(), _objective(fields))
    return {
        alert.value: None if one is None else [one.fires_after_s, one.resets_after_s]
        for alert, one in found.items()
    }


def low_traffic(given: Place) -> Mapping[str, object]:
    """Return whether the failures of an hour are enough to wake somebody."""
    fields = given.fields("slo", "total_1h", "bad_1h")
    objective = Objective(fields.needed("slo").open_ratio(), USUAL_DAYS * DAY_S)
    total = fields.needed("total_1h")
    hour = Outcomes(total.count(), fields.needed("bad_1h").part_of(total))
    threshold = window_pairs(objective.period_s)[QUICK].burn
    burn, gate = burn_rate(hour, objective), low_traffic_gate(hour, objective)
    passes = burn is not None and exceeds(burn, threshold)
    return {
        "burn": burn,
        "lower95_burn": gate.lower_burn,
        "naive_page": passes,
        "page": passes and gate.is_open,
        "threshold": threshold,
    }


def projection(given: Place) -> Mapping[str, object]:
    """Return what a canary does to the service now, and would do at 100 %."""
    fields = given.fields("share", "slo", "e_new", "e_old")
    objective = Objective(fields.needed("slo").open_ratio(), USUAL_DAYS * DAY_S)
    found = canary_burn(
        fields.needed("share").ratio(),
        fields.needed("e_new").ratio(),
        fields.needed("e_old").ratio(),
        objective,
    )
    threshold = window_pairs(objective.period_s)[QUICK].burn
    return {
        "service_burn": found.service,
        "new_version_burn": found.new_version,
        "projected_burn_at_100pct": found.new_version,
        "service_page_quick": exceeds(found.service, threshold),
        "projected_page_quick": exceeds(found.new_version, threshold),
    }


def _period_s(fields: Fields) -> float:
    return fields.needed("period_days").above(0, MOST_DAYS) * DAY_S


def _objective(fields: Fields) -> Objective:
    return Objective(fields.needed("slo").open_ratio(), _period_s(fields))


def _segment(place: Place) -> Segment | None:
    """Return `[from_min, to_min, total_per_min, bad_per_min]`; None when it has no length."""
    from_, to, total, bad = place.items(4)
    from_min, to_min = from_.number(), to.number()
    if to_min < from_min:
        raise to.wrong(message(WantedCode.NOT_BELOW, other=from_.path))
    minutes = to_min - from_min
    outcomes = Outcomes(total.count() * minutes, bad.part_of(total) * minutes)
    return Segment(from_min * MINUTE_S, to_min * MINUTE_S, outcomes) if minutes else None


OPS.add("burn.thresholds", thresholds)
OPS.add("burn.evaluate", evaluate)
OPS.add("burn.exhaustion", exhaustion)
OPS.add("burn.detection", detection)
OPS.add("burn.low_traffic", low_traffic)
OPS.add("burn.projection", projection)
