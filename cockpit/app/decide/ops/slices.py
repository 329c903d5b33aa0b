"""Slices of time, good or bad."""

from collections import Counter
from collections.abc import Mapping

from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.outcomes import Outcomes
from cockpit.domain.timeslices import SliceState, slice_state


def timeslices(given: Place) -> Mapping[str, object]:
    """Return the state of each slice, and the share of good ones among those with data."""
    fields = given.fields("slices", "slice_target")
    target_ratio = fields.needed("slice_target").ratio()
    told = [_slice(one) for one in fields.needed("slices").items()]
    states = [slice_state(one, target_ratio) for one in told]
    count = Counter(states)
    known = count[SliceState.GOOD] + count[SliceState.BAD]
    return {
        "states": states,
        "good_slices_ratio": count[SliceState.GOOD] / known if known else None,
        **{state.value: count[state] for state in SliceState},
    }


def _slice(place: Place) -> Outcomes | None:
    """Return `[total, good]`; None when one of them is null, or the slice is."""
    if place.is_null:
        return None
    total, good = place.items(2)
    if total.is_null or good.is_null:
        return None
    return Outcomes(total.count(), total.count() - good.part_of(total))


OPS.add("slo.timeslices", timeslices)
