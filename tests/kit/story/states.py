"""Every snapshot of the story by its name, for pictures and for tests of all pages."""

from collections.abc import Callable, Mapping

from cockpit.app.snapshot import Snapshot
from tests.kit.story import doubts, hostile, moments, weights

STATES: Mapping[str, Callable[[], Snapshot]] = {
    "empty": doubts.empty,
    "loading": doubts.loading,
    "no_launch": moments.no_launch,
    "just_planned": moments.just_planned,
    "planned": moments.planned,
    "pm_asked": moments.pm_asked,
    "no_go": moments.no_go,
    "go_given": moments.go_given,
    "deployed": moments.deployed,
    "calm": moments.calm,
    "held": moments.held,
    "overnight": moments.overnight,
    "gate_open": moments.gate_open,
    "weighed": weights.mixed,
    "guarded": weights.guarded,
    "fault": moments.fault,
    "sent": moments.sent,
    "unknown": moments.unknown,
    "mending": moments.mending,
    "healed": moments.healed,
    "watching": moments.watching,
    "breaking": moments.breaking,
    "closed": moments.closed,
    "stale": doubts.stale,
    "error": doubts.error,
    "unsplit": doubts.unsplit,
    "opened": doubts.opened,
    "storm": doubts.storm,
    "hostile": hostile.hostile,
    "many": hostile.many,
}

KNOWS_NOTHING = ("empty", "loading")
CANNOT_RELY = ("stale", "error")
