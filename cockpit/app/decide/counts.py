"""Events and the bad ones among them, in the ways in which lines write them."""

from cockpit.app.decide.fields import Place
from cockpit.domain.outcomes import Outcomes, Pair


def named(place: Place) -> Outcomes:
    """Return `{"n": …, "bad": …}`."""
    fields = place.fields("n", "bad")
    total = fields.needed("n")
    return Outcomes(total.count(), fields.needed("bad").part_of(total))


def listed(place: Place) -> Outcomes:
    """Return `[n, bad]`."""
    total, bad = place.items(2)
    return Outcomes(total.count(), bad.part_of(total))


def block(place: Place) -> Pair | None:
    """Return `[n_new, bad_new, n_old, bad_old]`; None when one of them is null, or the block is."""
    if place.is_null:
        return None
    counts = place.items(4)
    known = [one for one in counts if not one.is_null]
    if len(known) < len(counts):
        for one in known:
            one.count()
        return None
    new, new_bad, old, old_bad = counts
    return Pair(
        Outcomes(new.count(), new_bad.part_of(new)), Outcomes(old.count(), old_bad.part_of(old))
    )
