"""The most frequent reasons."""

from collections.abc import Mapping

from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.reasons import top_reasons

MOST_REASONS = 1_000_000


def top(given: Place) -> Mapping[str, object]:
    """Return the `k` most frequent reasons, how many the others have, and all together."""
    fields = given.fields("k", "window")
    window = fields.needed("window").members()
    counts = {name: window.needed(name).count() for name in window.names}
    found = top_reasons(counts, fields.needed("k").whole(0, MOST_REASONS))
    return {
        "top": [[reason.name, reason.count] for reason in found.top],
        "rest": found.rest_count,
        "total": found.total_count,
    }


OPS.add("reasons.top", top)
