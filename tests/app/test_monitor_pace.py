"""How often sources are asked, and that a slow or broken one keeps no other back."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.asking import in_place
from cockpit.app.monitor import Monitor
from cockpit.app.questions import ENOUGH_POINTS
from cockpit.app.snapshot import Snapshot, SourceState, TileState
from cockpit.app.store import MOST_EXACT_SERIES, Mode
from cockpit.domain.message import Message
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from cockpit.ports.metrics import Series
from tests.kit.monitoring import Cockpit, cockpit, workspace

WHY = Message("test.why")
Held = tuple[Callable[[], Any], Callable[[Any], None]]


class Hanging:
    """A lane whose calls do not come back until they are let go."""

    def __init__(self) -> None:
        self.held: list[Held] = []

    def __call__(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.held.append((call, then))

    def let_go(self) -> None:
        held, self.held = self.held, []
        for call, then in held:
            in_place(call, then)


def monitor_of(given: Cockpit, breathe: Callable[[], None] = lambda: None, **asks: Any) -> Monitor:
    """Return another monitor over the same fakes, with these ways of asking."""
    return Monitor(
        workspace=workspace(),
        metrics={"metrics": given.metrics},
        flags={"flags": given.flags},
        journal=given.journal,
        clock=given.clock,
        asks={"metrics": in_place, "flags": in_place, **asks},
        disk=in_place,
        publish=given.publish,
        jitter=lambda: 0.5,
        breathe=breathe,
    )


def test_a_source_that_hangs_is_asked_once_and_delays_no_other() -> None:
    given, hanging = cockpit(), Hanging()
    given.monitor = monitor_of(given, metrics=hanging)
    snapshot = given.watch(30)
    assert len(hanging.held) == 1
    assert snapshot.levers[0].state is TileState.OK
    assert snapshot.flows[0].state is TileState.UNKNOWN
    assert snapshot.flows[0].messages[0].code == "data.not_asked"
    hanging.let_go()
    assert given.watch(1).flows[0].success_ratio is not None


@pytest.mark.slow
def test_a_flag_server_that_hangs_does_not_keep_the_flows_back() -> None:
    given, hanging = cockpit(), Hanging()
    given.monitor = monitor_of(given, flags=hanging)
    snapshot = given.watch(10)
    assert len(hanging.held) == 1
    assert snapshot.levers[0].message.code == "board.lever_not_read"
    assert snapshot.flows[0].state is TileState.OK


@pytest.mark.slow
def test_questions_are_spread_and_ask_only_for_what_is_new() -> None:
    given = cockpit()
    given.watch(20, step_s=0.25)
    given.metrics.calls.clear()
    asked_at: Counter[float] = Counter()
    for _ in range(80):
        before = len(given.metrics.calls)
        given.watch(0.25, step_s=0.25)
        asked_at[given.clock.seconds_s] = len(given.metrics.calls) - before
    samples = [range_s for shape, _, range_s in given.metrics.calls if shape == "samples"]
    assert max(samples) <= 20.0
    assert max(asked_at.values()) <= 6, "no burst"
    assert len(samples) == pytest.approx(4 * 9, abs=9), "nine questions, every five seconds"


def test_a_source_that_is_down_is_not_hammered() -> None:
    given = cockpit()
    given.metrics.error = UnreachableError(WHY)
    given.watch(300, step_s=2)
    assert len(given.metrics.calls) <= 10


@pytest.mark.slow
def test_a_source_that_is_down_is_asked_at_once_when_somebody_wants_it() -> None:
    given = cockpit()
    given.metrics.error = UnreachableError(WHY)
    given.watch(300, step_s=2)
    before_count, reads_before = len(given.metrics.calls), given.flags.reads
    given.metrics.error = None
    given.monitor.hurry()
    given.monitor.tick()
    assert len(given.metrics.calls) > before_count
    assert given.flags.reads > reads_before


def test_html_for_every_question_ends_the_round_early() -> None:
    given = cockpit()
    given.metrics.error = BadAnswerError(WHY)
    given.look()
    assert len(given.metrics.calls) == 2


@pytest.mark.slow
def test_one_broken_question_leaves_the_others_alone() -> None:
    given = cockpit()
    given.metrics.error_for["shop_sessions_total"] = RefusedError(WHY, Refusal.BAD_REQUEST)
    snapshot = given.watch(30)
    assert snapshot.flows[0].state is TileState.OK
    assert snapshot.sources[0].state is SourceState.REFUSED
    asked = [call for call in given.metrics.calls if call[1] == "shop_sessions_total"]
    assert len(asked) <= 3
    given.metrics.error_for.clear()
    assert given.watch(120, step_s=5).sources[0].state is SourceState.OK


@pytest.mark.slow
def test_a_lane_that_breaks_marks_the_source_and_goes_on() -> None:
    given = cockpit()
    given.metrics.spoil = lambda _found: 1 / 0  # type: ignore[assignment,return-value]
    assert given.watch(3).sources[0].state is SourceState.BAD_ANSWER
    given.metrics.spoil = lambda found: found
    assert given.watch(30).sources[0].state is SourceState.OK


def test_the_first_figures_are_shown_before_everything_was_asked() -> None:
    given, hanging = cockpit(), Hanging()
    monitor = monitor_of(given, metrics=hanging)
    monitor.tick()
    before = len(given.seen)
    hanging.let_go()
    monitor.tick()
    assert len(given.seen) == before + 1, "at once, though a snapshot had just been shown"
    assert given.seen[-1].flows[0].success_ratio is not None
    asked_count = len(given.metrics.calls)
    hanging.let_go()
    assert len(given.metrics.calls) > asked_count


@pytest.mark.slow
def test_after_an_outage_everything_since_is_asked_for_and_counted() -> None:
    given = cockpit()
    given.launch(5)
    given.watch(30, step_s=5)
    given.metrics.error = UnreachableError(WHY)
    given.watch(100, step_s=5)
    given.metrics.error = None
    after = given.watch(200, step_s=5)
    steady = cockpit()
    steady.launch(5)
    whole = steady.watch(330, step_s=10)
    assert after.release is not None
    assert whole.release is not None
    assert after.release.rows[0].old == whole.release.rows[0].old
    assert after.flows[0].state is TileState.OK


@pytest.mark.slow
def test_many_series_are_counted_by_the_server_and_the_tile_says_so() -> None:
    given = cockpit(before_s=1_800.0)

    def many(found: tuple[Series, ...]) -> tuple[Series, ...]:
        copies = [
            replace(one, labels={**one.labels, "pod": str(n)})
            for one in found
            for n in range(1 + MOST_EXACT_SERIES // len(found))
        ]
        is_listing = given.metrics.calls[-1][0] == "latest"
        return tuple(copies) if is_listing else found

    given.metrics.spoil = many
    given.launch(5)
    snapshot = given.watch(180, step_s=5.0)
    assert snapshot.flows[0].mode is Mode.ESTIMATED
    assert snapshot.flows[0].success_ratio == pytest.approx(0.98, abs=0.01)
    assert snapshot.flows[0].state is TileState.OK
    assert snapshot.release is not None
    assert snapshot.release.rows[0].block_s == 60.0
    assert snapshot.release.rows[0].new.event_count > 0
    assert "samples" not in {shape for shape, *_ in given.metrics.calls}


def test_dense_samples_are_fetched_in_pieces() -> None:
    given = cockpit(before_s=3_600.0, scrape_s=20.0)
    given.launch(5)
    given.clock.move(3_000.0)
    crowd = ENOUGH_POINTS // 3_600

    def many(found: tuple[Series, ...]) -> tuple[Series, ...]:
        if given.metrics.calls[-1][0] != "latest":
            return found
        return tuple(replace(found[0], labels={"pod": str(n)}) for n in range(crowd + 10))

    given.metrics.spoil = many
    snapshot = given.look()
    assert any(range_s == 60.0 for shape, _, range_s in given.metrics.calls if shape == "samples")
    assert snapshot.release is not None
    whole = snapshot.release.rows[0]
    assert whole.block_count == pytest.approx(3_000.0 / whole.block_s, abs=1)


def leapt() -> tuple[Cockpit, Hanging]:
    """Return a monitor that has its figures, a minute later; its calls to the metrics hang."""
    given, hanging = cockpit(), Hanging()
    given.monitor = monitor_of(given, metrics=hanging)
    for _ in range(2):
        given.monitor.tick()
        hanging.let_go()
    given.clock.move(60.0)
    hanging.held.clear()
    given.metrics.calls.clear()
    given.seen.clear()
    return given, hanging


def test_after_a_leap_nothing_is_published_before_what_is_due_was_told() -> None:
    given, hanging = leapt()
    told: list[Snapshot] = []
    given.monitor.catch_up(told.append)
    given.monitor.tick()
    assert (told, given.seen) == ([], [])
    hanging.let_go()
    assert told == given.seen
    assert told[0].at == given.clock.now()
    assert told[0].flows[0].success_ratio is not None


def test_what_is_being_asked_is_not_asked_again_by_a_leap() -> None:
    usual, let_be = leapt()
    usual.monitor.catch_up(lambda _snapshot: None)
    let_be.let_go()
    given, hanging = leapt()
    for _ in range(2):
        given.monitor.catch_up(lambda _snapshot: None)
    hanging.let_go()
    assert given.metrics.calls == usual.metrics.calls != []


def test_a_journal_that_cannot_be_read_is_said_first() -> None:
    given = cockpit()
    given.journal.read_fails = RuntimeError("disk")
    assert given.watch(3).verdict.code == "board.journal_unread"
    given.journal.read_fails = None
    assert given.watch(3).verdict.code == "board.no_launch"


def test_thinking_is_cut_into_slices() -> None:
    given, breaths = cockpit(), list[int]()
    monitor = monitor_of(given, breathe=lambda: breaths.append(1))
    monitor.look(lambda _snapshot: None)
    assert len(breaths) >= len(workspace().flows) + 2
