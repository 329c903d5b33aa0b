"""A workspace, a shop and a monitor in one thread, with time that stands still."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import convert

from cockpit.app.asking import in_place
from cockpit.app.monitor import Monitor
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import Entry, Event, LaunchPlanned, StageReached
from cockpit.ports.workspace import Workspace
from tests.kit.fakes_acting import NOON, FakeClock, FakeFlags, FakeJournal
from tests.kit.metrics import NEW, OLD, FakeMetrics, FakeShop


def flow(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "source": "metrics",
        "events": f'shop_flow_attempts_total{{flow="{name}",try="first"}}',
        "good": f'shop_flow_results_total{{flow="{name}",try="first",result="ok"}}',
        "reasons": f'shop_flow_failures_total{{flow="{name}",try="first"}}',
        "latency": f'shop_flow_duration_seconds_bucket{{flow="{name}"}}',
        "slo": {"target": 0.97},
        "latency_slo": {"target": 0.95, "faster_than_s": 1},
        **more,
    }


def workspace(**more: Any) -> Workspace:
    """Return a workspace with two flows, a KPI, crashes, one flag and one rollback."""
    return convert(
        {
            "service": {"name": "shop-app"},
            "sources": {
                "metrics": {"kind": "prometheus", "url": "http://127.0.0.1:9090"},
                "flags": {"kind": "unleash", "url": "http://127.0.0.1:4242"},
                "deploy": {"kind": "webhook", "url": "http://127.0.0.1:4300"},
            },
            "flows": [flow("coupon", flag="coupon_v2"), flow("checkout")],
            "kpis": [
                {
                    "name": "completion",
                    "source": "metrics",
                    "events": 'shop_flow_attempts_total{flow="checkout",try="first"}',
                    "good": 'shop_flow_results_total{flow="checkout",result="ok"}',
                }
            ],
            "crashes": {
                "source": "metrics",
                "sessions": "shop_sessions_total",
                "crashed": "shop_sessions_crashed_total",
            },
            "rollout": {"targets": [{"flag": "coupon_v2", "source": "flags"}]},
            "levers": {
                "flags": [{"flag": "coupon_v2", "source": "flags", "guards": ["coupon"]}],
                "rollbacks": [{"name": "shop", "source": "deploy", "service": "shop-app"}],
            },
            **more,
        },
        Workspace,
        strict=False,
    )


@dataclass
class Cockpit:
    """A monitor over fakes. `seen` has every snapshot that was published."""

    shop: FakeShop
    metrics: FakeMetrics
    flags: FakeFlags
    journal: FakeJournal
    clock: FakeClock
    monitor: Monitor = field(init=False)
    seen: list[Snapshot] = field(default_factory=list)
    on_snapshot: Callable[[Snapshot], None] = lambda _snapshot: None

    def publish(self, snapshot: Snapshot) -> None:
        """Keep the snapshot and hand it on."""
        self.seen.append(snapshot)
        self.on_snapshot(snapshot)

    def look(self) -> Snapshot:
        """Ask everything once."""
        found: list[Snapshot] = []
        self.monitor.look(found.append)
        return found[-1]

    def watch(self, seconds: float, step_s: float = 1.0) -> Snapshot:
        """Tick as a running program does."""
        for _ in range(round(seconds / step_s)):
            self.clock.move(step_s)
            self.monitor.tick()
        return self.seen[-1]

    def write(self, event: Event, at: datetime | None = None) -> None:
        """Put an event into the journal."""
        now = at or self.clock.now()
        self.journal.append(Entry(now, self.clock.monotonic_s(), "run", "mina", event))

    def launch(self, *exposures_pct: float) -> None:
        """Open a launch now, with these steps taken."""
        self.write(LaunchPlanned("l1", "shop-app", NEW, "320", OLD))
        self.steps(*exposures_pct)

    def steps(self, *exposures_pct: float) -> None:
        """Take these steps of the launch now."""
        for exposure_pct in exposures_pct:
            self.write(StageReached("l1", exposure_pct, f"o{exposure_pct:g}"))


def cockpit(
    given: Workspace | None = None, *, before_s: float = 900.0, actor: str = "", **shop: Any
) -> Cockpit:
    """Return a cockpit whose shop has been open for `before_s`; `actor` is who sits there."""
    clock = FakeClock()
    fake = FakeShop(clock, NOON.timestamp() - before_s, **shop)
    metrics, flags, journal = FakeMetrics(fake), FakeFlags(clock), FakeJournal()
    made = Cockpit(fake, metrics, flags, journal, clock)
    made.monitor = Monitor(
        workspace=given or workspace(),
        metrics={"metrics": metrics},
        flags={"flags": flags},
        journal=journal,
        clock=clock,
        asks={"metrics": in_place, "flags": in_place},
        disk=in_place,
        publish=made.publish,
        jitter=lambda: 0.5,
        actor=actor,
    )
    return made
