"""The exposure of a stage is compared only with a flag that stands where the stage does."""

import pytest

from cockpit.app.reading import NOT_READ, FlagRead
from cockpit.app.splitting import split_view, steady_ratio
from cockpit.app.trials import Trials
from cockpit.domain.launch import Launch, Stage
from cockpit.ports.flags import ServedFlag
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import Workspace
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import flow, workspace

LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina", stages=(Stage(20.0, NOON, "o1"),))


def read(pct: float | None, *, enabled: bool = True) -> FlagRead:
    return FlagRead(None, ServedFlag("f", enabled, pct, None, Contact(NOON, 0.1, 0.0)), NOON)


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        pytest.param([read(20.0)], 0.2, id="as the stage"),
        pytest.param([read(20.0), read(20.0)], 0.2, id="both as the stage"),
        pytest.param([read(20.0), read(5.0)], None, id="they differ"),
        pytest.param([read(5.0)], None, id="elsewhere than the stage"),
        pytest.param([read(20.0, enabled=False)], None, id="off"),
        pytest.param([NOT_READ], None, id="not read"),
        pytest.param([], None, id="no target"),
    ],
)
def test_the_part_that_is_served_is_known_when_all_targets_stand_at_the_stage(
    reads: list[FlagRead], expected: float | None
) -> None:
    flags = {f"f{number}": one for number, one in enumerate(reads)}
    targets = [{"flag": name, "source": "flags"} for name in flags]
    rollout = workspace(rollout={"targets": targets}).rollout
    assert steady_ratio(rollout, LAUNCH, lambda _source, flag: flags[flag]) == expected


def seen(given: Workspace | None, after_s: float = 600.0) -> float | None:
    table = Table(given, before_s=1_200.0, share=lambda _at_s: 0.2)
    table.clock.move(after_s)
    view = split_view(table.ask(reach_s=1_200.0), Trials(), LAUNCH, 0.2)
    return None if view is None else view.event_count


def test_sessions_are_counted_where_there_are_some_else_first_attempts() -> None:
    sessions, attempts = seen(None), seen(workspace(crashes=None))
    assert sessions is not None
    assert attempts is not None
    assert sessions != attempts


def test_retries_are_never_counted() -> None:
    flows = [flow("coupon", counts="attempts", flag="coupon_v2")]
    assert seen(workspace(crashes=None, flows=flows, kpis=[])) is None


def test_before_a_stage_has_settled_nothing_is_said() -> None:
    assert seen(None, after_s=60.0) is None
