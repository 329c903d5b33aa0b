"""A finding on the screen is accepted by name, is in the journal, and shuts the gate no more."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from cockpit.app.accepting import may_be_accepted
from cockpit.app.launch_view import CheckView
from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.demo import DemoClock
from cockpit.bootstrap.live import Live
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.simulator import running
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.events import LaunchPlanned, StageReached
from cockpit.domain.judgements import CheckAccepted
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState
from cockpit.ports.journal import all_rows
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.simulation import Simulation
from tests.features.conftest import shop
from tests.features.home import home_at
from tests.kit.metrics import NEW, OLD

pytestmark = pytest.mark.slow

CHECK = "compared success coupon"
SPEED, SOON_S = 20.0, 60.0


@dataclass
class Hearing:
    """Keeps what a live cockpit says, for a test that waits for it."""

    told: list[Any] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, told: Any) -> None:
        with self.changed:
            self.told.append(told)
            self.changed.notify_all()

    def answer(self, wish: str, refusal: Message | None) -> None:
        self.hear((wish, refusal))

    def until(self, is_so: Callable[[Any], bool]) -> Any:
        with self.changed:
            assert self.changed.wait_for(lambda: any(map(is_so, self.told)), SOON_S), self.told[-1:]
            return next(one for one in self.told if is_so(one))


def check_of(told: Any) -> CheckView | None:
    """Return the check of coupons as a snapshot shows it."""
    if not isinstance(told, Snapshot) or told.launch is None or told.launch.gate is None:
        return None
    return next((one for one in told.launch.gate.checks if one.check == CHECK), None)


def is_found(told: Any) -> bool:
    check = check_of(told)
    return check is not None and may_be_accepted(check)


def is_accepted(told: Any) -> bool:
    check = check_of(told)
    return check is not None and check.state is CheckState.EXCEPTED


def test_a_finding_is_accepted_through_the_program_that_goes_on(tmp_path: Path) -> None:
    settings = replace(
        shop(speed=SPEED, history_s=900.0), flags=FlagSettings(client_delay_s=0.0, rollout_pct=5)
    )
    with Simulation(settings) as simulation:
        home = home_at(tmp_path, simulation)
        home.change(("{metric: success, weight: veto}", "{metric: success, weight: hold}"))
        file = opened_workspace(home.file, root=tmp_path)
        secrets = session_store(file.workspace, dict(running(simulation).secrets))
        surroundings = Surroundings(
            secrets=secrets, keys=None, root=tmp_path / "own", clock=DemoClock(simulation)
        )
        desk = Hearing()
        with Cockpit(file, "jun", surroundings, desk.hear) as cockpit:
            cockpit.record(LaunchPlanned("l1", "shop-app", NEW, "320", OLD))
            cockpit.record(StageReached("l1", 5.0, "o1"))
            live = Live(
                cockpit,
                publish=desk.hear,
                show=desk.hear,
                tell=desk.hear,
                interval_s=15.0,
                answered=desk.answer,
            )
            with live:
                found = check_of(desk.until(is_found))
                assert found is not None
                assert found.state is CheckState.WAIT
                live.accept(CHECK, "known: the old coupons")
                wish = desk.until(lambda told: isinstance(told, tuple) and told[0] == "accept")
                assert wish == ("accept", None)
                shown = check_of(desk.until(is_accepted))
            events = [row.entry.event for row in all_rows(cockpit.journal)]
    (accepted,) = [one for one in events if isinstance(one, CheckAccepted)]
    assert (accepted.check, accepted.exposure_pct) == (CHECK, 5.0)
    assert (accepted.reason, accepted.is_exception) == ("known: the old coupons", False)
    assert accepted.told.code == found.message.code
    assert shown is not None
    assert shown.message.value("person") == "jun"
