"""KPIs that learn from weeks of steps, filled by hand."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cockpit.app.backfill import CHUNK, PAST_DAYS, PAST_SIZE, PAST_STEP_S
from cockpit.app.chart_plan import RatioAsks, charted
from cockpit.app.chart_store import Sheets, Track
from cockpit.app.kpi_guards import DAYS_A_LOOK, KpiGuards, Taught
from cockpit.app.plan import planned
from cockpit.domain.outcomes import Outcomes
from tests.kit.monitoring import workspace

NEWEST = 20_700 * CHUNK + 90
NOW_S = NEWEST * PAST_STEP_S
LATER_S = NOW_S + 1e9
ALL = (Track.EVERYTHING, "")
TOTAL = 1_000.0
LOOKS = 28 // DAYS_A_LOOK + 1


class Post:
    """A guard of one KPI, over steps that a test fills."""

    def __init__(self, *, worse: str = "lower", zone: str | None = None) -> None:
        kpi = {
            "name": "completion",
            "source": "metrics",
            "events": "visits_total",
            "good": "orders_total",
            "worse": worse,
        }
        plan = charted(planned(workspace(kpis=[kpi])))
        self.past = Sheets(PAST_SIZE * PAST_STEP_S, PAST_STEP_S, PAST_STEP_S)
        self.ratio = plan.kpis[0].ratio
        self.is_read = True
        self.chance = np.random.default_rng(6)
        clocks = None if zone is None else ZoneInfo(zone)
        self.guards = KpiGuards(plan, self.past, self._is_read, zone=clocks)

    def tell(self, first: int, until: int, share: float = 0.6) -> None:
        """Tell the steps `first` to `until`, with so many good events."""
        size = until - first + 1
        good = self.chance.binomial(int(TOTAL), share, size).astype(np.float64)
        for ask, counts in zip(self.ratio.asks, (np.full(size, TOTAL), good), strict=True):
            self.past.at(ask, NEWEST * PAST_STEP_S).put(first, until, {ALL: counts})

    def tell_all(self) -> None:
        steps = self.past.at(self.ratio.events, NOW_S)
        self.tell(steps.first, steps.newest)

    def look(self, before_s: float = LATER_S) -> Taught:
        self.guards.begin_look()
        return self.guards.taught("completion", before_s)

    def learn(self, before_s: float = LATER_S) -> Taught:
        """Look until nothing is left to learn."""
        return [self.look(before_s) for _ in range(LOOKS)][-1]

    def sinking_s(self, bad_ratio: float = 0.4) -> float | None:
        now = self.guards.now("completion", Outcomes(TOTAL, TOTAL * bad_ratio), NOW_S)
        assert now is not None
        return now.sinking_s

    def _is_read(self, ratio: RatioAsks) -> bool:
        assert ratio == self.ratio
        return self.is_read


@pytest.fixture
def post() -> Post:
    return Post()


def test_before_anything_was_asked_nothing_is_known(post: Post) -> None:
    assert post.look() == Taught(0, is_read=False)
    assert post.guards.now("completion", Outcomes(10, 1), NOW_S) is None


def test_while_the_past_is_being_read_the_days_that_came_are_counted(post: Post) -> None:
    post.is_read = False
    post.tell(NEWEST - 5 * CHUNK + 1, NEWEST)
    assert post.look() == Taught(5, is_read=False)


def test_four_weeks_are_learned_a_few_days_at_each_look(post: Post) -> None:
    post.tell_all()
    assert not post.look().is_read
    taught = post.learn()
    assert taught.is_enough
    assert 26 <= taught.days_count <= 28
    assert post.sinking_s() is None


def test_a_source_that_keeps_three_days_teaches_three(post: Post) -> None:
    post.tell(NEWEST - 3 * CHUNK - 89, NEWEST)
    taught = post.learn()
    assert taught == Taught(3, is_read=True)
    assert not taught.is_enough
    assert post.guards.now("completion", Outcomes(TOTAL, 400.0), NOW_S) is None


def test_a_drop_in_the_last_bins_is_told_with_its_length(post: Post) -> None:
    post.tell_all()
    post.tell(NEWEST - 3, NEWEST, share=0.45)
    post.learn()
    assert post.sinking_s(bad_ratio=0.4) == pytest.approx(4 * PAST_STEP_S, abs=2 * PAST_STEP_S)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "Europe/Berlin", "America/New_York"])
def test_days_of_any_zone_are_learned_and_a_drop_is_told(zone: str) -> None:
    post = Post(zone=zone)
    post.tell_all()
    post.tell(NEWEST - 3, NEWEST, share=0.45)
    assert post.learn().is_enough
    assert post.sinking_s(bad_ratio=0.4) == pytest.approx(4 * PAST_STEP_S, abs=2 * PAST_STEP_S)
    assert post.learn().days_count in {PAST_DAYS - 1, PAST_DAYS}


def test_where_higher_is_worse_a_rise_is_told_and_a_drop_is_not() -> None:
    for share, is_told in ((0.75, True), (0.45, False)):
        post = Post(worse="higher")
        post.tell_all()
        post.tell(NEWEST - 3, NEWEST, share=share)
        post.learn()
        assert (post.sinking_s(bad_ratio=0.6) is not None) is is_told


def test_what_comes_after_the_stage_began_is_judged_and_teaches_nothing(post: Post) -> None:
    post.tell_all()
    stage = NEWEST - 10 * CHUNK
    post.tell(stage, NEWEST, share=0.62)
    learned = {}
    for name, before_s in (("all", LATER_S), ("before", stage * PAST_STEP_S)):
        other = Post()
        other.past = post.past
        other.guards = KpiGuards(
            charted(planned(workspace(kpis=[KPI]))), post.past, lambda _ratio: True
        )
        other.learn(before_s)
        now = other.guards.now("completion", Outcomes(TOTAL, 400.0), NOW_S)
        assert now is not None
        learned[name] = now.ratio
    assert learned["all"] == pytest.approx(0.62, abs=0.008)
    assert learned["before"] == pytest.approx(0.60, abs=0.008)


KPI = {
    "name": "completion",
    "source": "metrics",
    "events": "visits_total",
    "good": "orders_total",
    "worse": "lower",
}


def test_a_new_bin_is_judged_without_learning_the_weeks_again(post: Post) -> None:
    post.tell_all()
    post.learn()
    newest = NEWEST + 1
    for ask in post.ratio.asks:
        post.past.at(ask, newest * PAST_STEP_S)
    post.tell(newest, newest, share=0.3)
    assert post.look().is_enough
    assert post.sinking_s() is not None


def test_a_day_that_came_late_is_learned_after_all(post: Post) -> None:
    post.tell(NEWEST - 10 * CHUNK, NEWEST)
    assert post.learn().days_count < 14
    steps = post.past.at(post.ratio.events, NOW_S)
    post.tell(steps.first, NEWEST - 10 * CHUNK - 1)
    assert post.learn().is_enough


def test_a_past_of_which_all_questions_failed_is_read_and_teaches_what_it_has(post: Post) -> None:
    post.tell(NEWEST - CHUNK, NEWEST)
    assert post.learn() == Taught(1, is_read=True)
