"""Whatever servers do and people press, no claim is false: random stories of two cockpits."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from cockpit.domain.events import IntentRecorded
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation, newest
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from tests.kit.bench import Bench
from tests.kit.fakes_acting import NO_SPACE, no_answer

ERRORS = [
    None,
    no_answer(),
    UnreachableError(Message("test.never_left"), may_have_applied=False),
    RefusedError(Message("test.refused"), Refusal.NOT_ALLOWED),
    RefusedError(Message("test.conflict"), Refusal.CONFLICT),
]
LEVERS = st.sampled_from([Lever.FLAG_OFF, Lever.FLAG_ON, Lever.EXPOSURE, Lever.ROLLBACK])
WAYS = st.sampled_from(["answers", "hangs", "lies", "late", "refuses", "conflict", "never left"])


MOST_BLIND_S = 500.0
"""A watch that has seen nothing for ten minutes ends."""


class TwoCockpits(RuleBasedStateMachine):
    """Two cockpits on one computer share the journal, a flag server and a rollback server."""

    def __init__(self) -> None:
        super().__init__()
        self.blind_s = 0.0
        self.benches = [Bench()]
        first = self.benches[0]
        second = Bench(first.clock, first.journal, first.spool)
        second.flags, second.rollbacks = first.flags, first.rollbacks
        first.runs.alive = second.runs.alive = {"run-a", "run-b"}
        for bench, run_id in zip((first, second), ("run-a", "run-b"), strict=True):
            bench.runs.run_id = run_id
            bench.begin()
        self.benches.append(second)
        self.flags, self.rollbacks, self.clock = first.flags, first.rollbacks, first.clock
        self.journal = first.journal
        self.starts_count = 2

    @rule(way=WAYS)
    def the_server_changes_its_ways(self, way: str) -> None:
        self.flags.applies = self.rollbacks.applies = way in {"answers", "hangs"}
        self.flags.applies_late = way == "late"
        error = {
            "hangs": ERRORS[1],
            "late": ERRORS[1],
            "never left": ERRORS[2],
            "refuses": ERRORS[3],
            "conflict": ERRORS[4],
        }.get(way)
        self.flags.send_error = self.rollbacks.send_error = error

    @rule(is_broken=st.booleans())
    def looks_get_no_answer(self, is_broken: bool) -> None:
        self.flags.served_error = no_answer() if is_broken else None
        self.rollbacks.find_error = self.flags.served_error

    @rule()
    def what_was_held_back_is_applied(self) -> None:
        self.flags.apply_late()

    @rule(enabled=st.booleans())
    def somebody_else_switches_the_flag(self, enabled: bool) -> None:
        self.flags.set("coupon_v2", enabled=enabled, by="jun")

    @rule(who=st.integers(0, 1), lever=LEVERS)
    def somebody_presses(self, who: int, lever: Lever) -> None:
        bench = self.benches[who]
        order = bench.order(lever, exposure_pct=20.0, to_version="3.1.0")
        bench.actions.press(order)

    @rule(for_s=st.sampled_from([0.1, 1.0, 11.0, 60.0, 700.0]))
    def time_passes(self, for_s: float) -> None:
        self.blind_s += for_s if self.flags.served_error else 0.0
        until_s = self.clock.monotonic_s() + for_s
        while (left_s := until_s - self.clock.monotonic_s()) > 0:
            waits_s = [bench.actions.work() for bench in self.benches]
            wait_s = min((one for one in waits_s if one is not None), default=left_s)
            self.clock.move(max(0.05, min(wait_s, left_s)))

    @rule(who=st.integers(0, 1))
    def a_cockpit_dies_and_is_started_again(self, who: int) -> None:
        bench = self.benches[who]
        bench.runs.alive.discard(bench.runs.run_id)
        self.starts_count += 1
        alive = bench.runs.alive
        recovery = bench.crash_and_start(f"run-{self.starts_count}")
        alive.add(bench.runs.run_id)
        for one in self.benches:
            one.runs.alive = alive
        recovery.begin()

    @precondition(lambda self: self.journal.fails is None)
    @rule()
    def the_disk_is_full(self) -> None:
        self.journal.fails = NO_SPACE

    @precondition(lambda self: self.journal.fails is not None)
    @rule()
    def the_disk_has_space_again(self) -> None:
        self.journal.fails = None

    @invariant()
    def nothing_was_sent_without_a_record(self) -> None:
        known = {
            entry.event.order.operation_id
            for entry in self._entries()
            if isinstance(entry.event, IntentRecorded)
        }
        assert {operation_id for _, operation_id in self.flags.sent()} <= known
        assert set(self.rollbacks.starts) <= known

    @invariant()
    def no_job_was_started_twice(self) -> None:
        assert len(self.rollbacks.starts) == len(set(self.rollbacks.starts))

    @invariant()
    def what_failed_has_changed_nothing(self) -> None:
        for operation in self._operations():
            if operation.status is Status.FAILED and operation.intent.order.lever is Lever.ROLLBACK:
                assert operation.operation_id not in self.rollbacks.jobs

    @override
    def teardown(self) -> None:
        """Let everything come to rest: then each claim about the flag must be true."""
        self.journal.fails = self.flags.served_error = self.rollbacks.find_error = None
        self.time_passes(60.0)
        for operation in newest(self.benches[0].actions.operations).values():
            order, flag = operation.intent.order, self.flags.flags["coupon_v2"]
            if operation.status is not Status.CONFIRMED:
                continue
            if self._was_touched_past_the_watch(operation):
                continue
            if order.lever is Lever.FLAG_OFF:
                assert not flag.enabled
            if order.lever is Lever.FLAG_ON:
                assert flag.enabled
            if order.lever is Lever.EXPOSURE:
                assert flag.exposure_pct == 20.0
            if order.lever is Lever.ROLLBACK:
                assert self.rollbacks.jobs

    def _was_touched_past_the_watch(self, operation: Operation) -> bool:
        """Whether the flag was changed when nobody watches the effect any more."""
        outcome = operation.outcome
        assert outcome is not None
        seen_at = outcome.stamps.seen_at
        assert seen_at is not None
        if self.blind_s >= MOST_BLIND_S:
            return True
        if outcome.attempts_count == 0:  # nothing was sent, so nothing is watched
            return any(event.at >= seen_at for event in self.flags.recorded)
        watched_until = seen_at + timedelta(seconds=30.0)
        return any(event.at >= watched_until for event in self.flags.recorded)

    def _operations(self) -> list[Operation]:
        return list(self.benches[0].actions.operations.values())

    def _entries(self) -> list:  # type: ignore[type-arg]  # entries of all kinds
        return [row.entry for row in self.journal.rows] + list(self.benches[0].spool.entries)


TestTwoCockpits = TwoCockpits.TestCase
TestTwoCockpits.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
