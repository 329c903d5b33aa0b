"""The computer slept past the end of a bake time: no gate opens by the passing of time alone."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from cockpit.app.advance import Advance, StepWish
from cockpit.app.gonogo import holders
from cockpit.app.launch_view import GateView
from cockpit.app.launches import Launches
from cockpit.app.signoffs import SignOffs
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import Entry, LaunchPlanned, StageReached, StepApproved
from cockpit.domain.gate import CheckName
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState
from cockpit.ports.errors import UnreachableError
from cockpit.ports.metrics import Answer, MetricSource, Selector
from cockpit.ports.server_alerts import AlertsTold
from cockpit.ports.sources import Contact
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.simulation import Simulation
from tests.features.conftest import shop
from tests.features.stepped import INTERVAL_S, STEP_S, Stepped, stepped
from tests.kit.fakes_acting import FakeRuns
from tests.kit.metrics import NEW, OLD

pytestmark = pytest.mark.slow

BAKE_S, SLEEP_S = 600.0, 3_600.0
BAKE = ("  bake_s: 1800", f"  bake_s: {BAKE_S:.0f}")
NOT_ASKED = (
    ("  must_pass: [success]", "  must_pass: []"),
    ("{metric: crash, weight: block}", "{metric: crash, weight: watch}"),
    ("{metric: slow, weight: block}", "{metric: slow, weight: watch}"),
)
"""What has to be proved, and what may look worse by chance, is not the question here."""

MORNING = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


@dataclass
class Between:
    """What stands between us and the metrics: a network that can be down, a gap in what is kept."""

    source: MetricSource
    is_down: bool = False
    gap_s: tuple[float, float] | None = None

    def latest(self, selector: Selector, *, at: datetime | None = None) -> Answer:
        self._pass()
        return self.source.latest(selector, at=at)

    def samples(self, selector: Selector, range_s: float, *, at: datetime | None = None) -> Answer:
        self._pass()
        answer = self.source.samples(selector, range_s, at=at)
        if self.gap_s is None:
            return answer
        from_s, until_s = self.gap_s
        kept = []
        for one in answer.series:
            pairs = [
                (time_s, value)
                for time_s, value in zip(one.times_s, one.values, strict=True)
                if not from_s < time_s < until_s
            ]
            times_s, values = (
                (tuple(part) for part in zip(*pairs, strict=True)) if pairs else ((), ())
            )
            kept.append(replace(one, times_s=times_s, values=values))
        return replace(answer, series=tuple(one for one in kept if one.times_s))

    def increases(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        at: datetime | None = None,
    ) -> Answer:
        self._pass()
        return self.source.increases(selector, by, range_s, at=at)

    def history(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        start: datetime,
        end: datetime,
        step_s: float,
    ) -> Answer:
        self._pass()
        return self.source.history(selector, by, range_s, start=start, end=end, step_s=step_s)

    def alerts(self) -> AlertsTold:
        self._pass()
        return self.source.alerts()

    def probe(self) -> Contact:
        self._pass()
        return self.source.probe()

    def _pass(self) -> None:
        if self.is_down:
            raise UnreachableError(Message("test.down"))


@dataclass
class Night:
    """A launch at one per cent, what stands between, and who moves it."""

    stepped: Stepped
    between: Between
    advance: Advance

    @property
    def now_s(self) -> float:
        return self.stepped.clock.now().timestamp()

    def wait(self, seconds: float) -> Snapshot:
        """Let time pass, a look each minute."""
        self.stepped.until(lambda _seen: False, seconds, min(seconds, STEP_S))
        return self.stepped.newest

    def sleep(self, seconds: float = SLEEP_S) -> None:
        """Let time pass at once: nobody looks."""
        self.stepped.simulation.advance(seconds)

    def woken(self) -> Snapshot:
        """Return what is seen once everything that is due has been asked."""
        for _ in range(3):
            self.stepped.monitor.tick()
        return self.stepped.newest

    def step(self, pct: float, seen: Snapshot, asked_at: datetime | None = None) -> Message | None:
        return self.advance.approve(StepWish(pct, "jun", pct, asked_at), seen)

    def approved(self) -> list[StepApproved]:
        events = (row.entry.event for row in self.stepped.journal.rows)
        return [one for one in events if isinstance(one, StepApproved)]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    given = shop(history_s=900.0)
    settings = dataclasses.replace(
        given,
        start_at=MORNING,
        traffic=dataclasses.replace(given.traffic, attempts_per_s=300.0, faults=()),
        flags=FlagSettings(client_delay_s=0.0, rollout_pct=1),
    )
    between: list[Between] = []

    def through(source: MetricSource) -> MetricSource:
        between.append(Between(source))
        return between[-1]

    with (
        Simulation(settings) as simulation,
        stepped(tmp_path, simulation, BAKE, *NOT_ASKED, through=through) as made,
    ):
        launches = _ready(made)
        advance = Advance(
            workspace=made.workspace, launches=launches, clock=made.clock, actor="mina"
        )
        yield Night(made, between[0], advance)


def _ready(made: Stepped) -> Launches:
    """Plan the launch, let everybody say Go, deploy it, and reach one per cent."""
    asked = {"workspace": made.workspace, "journal": made.journal, "clock": made.clock}
    launches = Launches(**asked, runs=FakeRuns(), actor="mina")  # type: ignore[arg-type]
    sign_offs = SignOffs(**asked, launches=launches, runs=FakeRuns(), actor="mina")  # type: ignore[arg-type]
    now, monotonic_s = made.clock.now(), made.clock.monotonic_s()
    planned = LaunchPlanned("l1", "shop-app", NEW, "320", OLD)
    made.journal.append(Entry(now, monotonic_s, "run", "mina", planned))
    for item in made.workspace.checklist:
        if item.check is None:
            person = holders(made.workspace, item.role)[0]
            said = sign_offs.answer(item.id, "42/42", accepts=True, as_person=person, seen=None)
            assert said is None, said
    made.until(lambda _seen: False, 180.0)
    sheet = made.newest.gonogo
    assert sheet is not None
    for polled in sheet.poll:
        made.until(lambda _seen: False, INTERVAL_S, INTERVAL_S)
        refusal = sign_offs.sign(polled.role, as_person=polled.people[0], seen=made.newest)
        assert refusal is None, refusal
    assert not isinstance(launches.deployed(), Message)
    reached = StageReached("l1", 1.0, "o1")
    made.journal.append(Entry(made.clock.now(), made.clock.monotonic_s(), "run", "mina", reached))
    return launches


def gate(seen: Snapshot) -> GateView:
    assert seen.launch is not None
    assert seen.launch.gate is not None
    return seen.launch.gate


def state(seen: Snapshot, name: CheckName) -> CheckState:
    return next(one.state for one in gate(seen).checks if one.check == name)


def test_a_gate_is_shut_when_the_computer_wakes_up_without_data(night: Night) -> None:
    night.wait(BAKE_S / 2)
    night.between.is_down = True
    night.sleep()
    seen = night.woken()
    assert not gate(seen).is_open
    assert state(seen, CheckName.BAKE) is CheckState.WAIT
    assert state(seen, CheckName.DATA) is CheckState.UNKNOWN
    seen = night.wait(BAKE_S)
    assert state(seen, CheckName.BAKE) is CheckState.WAIT


def test_a_sleep_of_which_nobody_kept_data_is_no_bake_time(night: Night) -> None:
    night.wait(BAKE_S / 2)
    slept_from_s = night.now_s
    night.sleep()
    night.between.gap_s = slept_from_s, night.now_s
    seen = night.wait(2 * INTERVAL_S)
    assert not gate(seen).is_open
    assert state(seen, CheckName.BAKE) is CheckState.WAIT
    (bake,) = [one for one in gate(seen).checks if one.check == CheckName.BAKE]
    unseen_s = bake.message.value("unseen_s")
    assert isinstance(unseen_s, float)
    assert abs(unseen_s - SLEEP_S) <= 4 * INTERVAL_S
    opened = night.stepped.until(lambda now: gate(now).is_open, BAKE_S)
    assert opened is not None
    waited_s = night.now_s - slept_from_s - SLEEP_S
    assert abs(waited_s - BAKE_S / 2) <= 2 * STEP_S


def test_data_of_the_whole_sleep_open_one_gate_and_no_more(night: Night) -> None:
    seen = night.wait(BAKE_S / 2)
    assert not gate(seen).is_open
    night.sleep(20 * BAKE_S)
    seen = night.woken()
    assert (gate(seen).is_open, gate(seen).next_exposure_pct) == (True, 5.0)
    for jump_pct in (20.0, 100.0):
        assert night.step(jump_pct, seen) is not None
    assert night.approved() == []
    assert seen.launch is not None
    assert seen.launch.exposure_pct == 1.0
    assert night.step(5.0, seen) is None
    (approved,) = night.approved()
    assert approved.exposure_pct == 5.0


def test_what_was_judged_or_approved_before_the_sleep_is_not_used_after_it(night: Night) -> None:
    before = night.wait(BAKE_S + 2 * STEP_S)
    assert gate(before).is_open
    asked_at = night.stepped.clock.now()
    night.sleep()
    refusal = night.step(5.0, before)
    assert refusal is not None
    assert refusal.code == LadderCode.JUDGED_LONG_AGO
    after = night.woken()
    assert gate(after).is_open
    refusal = night.step(5.0, after, asked_at)
    assert refusal is not None
    assert refusal.code == LadderCode.ASKED_LONG_AGO
    assert night.approved() == []
    assert night.step(5.0, after, night.stepped.clock.now()) is None
