"""A snapshot is never greener than the gravest thing that is known, or not known."""

import pytest

from cockpit.app.asking import in_place
from cockpit.app.assess import TILE_OF, Assessor
from cockpit.app.board_codes import BoardCode
from cockpit.app.charting import Charting
from cockpit.app.history import History
from cockpit.app.past import Past
from cockpit.app.periods import Periods
from cockpit.app.reading import FlagReads
from cockpit.app.snapshot import Snapshot, SourceState, TileState
from cockpit.domain.events import (
    Entry,
    Event,
    IntentRecorded,
    LaunchPlanned,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.verdict import State
from cockpit.ports.journal import Row
from tests.kit.desks import INTERVAL_S, Table
from tests.kit.fakes_acting import FakeFlags
from tests.kit.metrics import NEW, OLD

WHY = Message("test.why")


class Office:
    """An assessor over a shop and a flag server."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.flags = FakeFlags(table.clock)
        asks = {"flags": in_place}
        reads = FlagReads(table.workspace, {"flags": self.flags}, table.clock, asks, table.contacts)
        self.reads = reads
        self.breaths = 0
        self.assessor = Assessor(
            workspace=table.workspace,
            plan=table.plan,
            store=table.store,
            contacts=table.contacts,
            reads=reads,
            charts=Charting(table.plan, table.store),
            periods=Periods(table.plan),
            interval_s=INTERVAL_S,
            breathe=self.breathe,
        )

    def breathe(self) -> None:
        self.breaths += 1

    def ask(self) -> None:
        self.table.ask()
        self.reads.look(lambda _source: None)

    def snapshot(self, *events: Event, journal_error: Message | None = None) -> Snapshot:
        clock = self.table.clock
        return self.assessor.snapshot(
            self.past(*events), clock.now(), clock.monotonic_s(), journal_error
        )

    def past(self, *events: Event) -> Past:
        clock = self.table.clock
        entries = [Entry(clock.now(), clock.monotonic_s(), "run", "mina", one) for one in events]
        return History().take(Row(seq, entry, "") for seq, entry in enumerate(entries, 1))


@pytest.fixture
def office() -> Office:
    return Office(Table(before_s=4_000.0))


PLANNED = LaunchPlanned("l1", "shop-app", NEW, "320", OLD)


def test_a_shop_in_good_order_without_a_launch_is_ok(office: Office) -> None:
    office.ask()
    snapshot = office.snapshot()
    assert (snapshot.state, snapshot.verdict.code) == (TileState.OK, BoardCode.NO_LAUNCH)
    assert [one.name for one in snapshot.flows] == ["coupon", "checkout"]
    assert [one.state for one in snapshot.levers] == [TileState.OK]


def test_before_the_first_answer_nothing_is_green(office: Office) -> None:
    snapshot = office.snapshot()
    assert snapshot.state is TileState.UNKNOWN
    assert {one.state for one in snapshot.flows} == {TileState.UNKNOWN}
    assert {one.state for one in snapshot.kpis} == {TileState.UNKNOWN}
    assert {one.state for one in snapshot.levers} == {TileState.UNKNOWN}
    assert {one.state for one in snapshot.sources} == {SourceState.WAITING}


def test_a_journal_that_cannot_be_read_is_said_first_and_nothing_is_green(office: Office) -> None:
    office.ask()
    snapshot = office.snapshot(journal_error=WHY)
    assert snapshot.state is TileState.UNKNOWN
    assert snapshot.verdict == Message(BoardCode.JOURNAL_UNREAD, (("why", WHY),))


def test_an_open_operation_is_said_first_and_nothing_is_green(office: Office) -> None:
    office.ask()
    target = Target("flags", "production", "coupon_v2")
    order = Order("op1", Lever.FLAG_OFF, target, office.table.clock.now())
    snapshot = office.snapshot(IntentRecorded(order))
    assert (snapshot.state, snapshot.verdict.code) == (TileState.UNKNOWN, BoardCode.UNRESOLVED)
    unknown = OutcomeRecorded("op1", Outcome.UNKNOWN, Stamps(order.asked_at), WHY, "action")
    assert office.snapshot(IntentRecorded(order), unknown).state is TileState.UNKNOWN
    failed = OutcomeRecorded("op1", Outcome.FAILED, Stamps(order.asked_at), WHY, "action")
    assert office.snapshot(IntentRecorded(order), failed).state is TileState.OK


def test_a_launch_that_cannot_be_judged_yet_is_not_ok(office: Office) -> None:
    office.ask()
    snapshot = office.snapshot(PLANNED)
    assert snapshot.release is not None
    assert snapshot.release.state is not State.PASS
    assert snapshot.state is not TileState.OK


def test_every_state_of_a_release_has_its_tile_and_only_a_pass_is_green() -> None:
    assert set(TILE_OF) == set(State)
    assert [state for state, tile in TILE_OF.items() if tile is TileState.OK] == [State.PASS]


def test_a_launch_is_shown_with_its_rungs_and_what_clients_are_told(office: Office) -> None:
    office.flags.set("coupon_v2", pct=5.0)
    office.ask()
    launch = office.snapshot(PLANNED, StageReached("l1", 5.0, "o1")).launch
    assert launch is not None
    assert (launch.exposure_pct, launch.served_exposure_pct) == (5.0, 5.0)
    assert (launch.next_exposure_pct, launch.ladder_pct) == (20.0, (1.0, 5.0, 20.0, 100.0))
    assert launch.bake_elapsed_s == 0.0
    assert launch.next_refusal is None or launch.bake_needed_s > 0


def test_what_clients_are_told_is_not_known_before_a_read_and_zero_when_it_is_off(
    office: Office,
) -> None:
    before = office.snapshot(PLANNED).launch
    assert before is not None
    assert before.served_exposure_pct is None
    office.flags.set("coupon_v2", enabled=False)
    office.ask()
    after = office.snapshot(PLANNED).launch
    assert after is not None
    assert after.served_exposure_pct == 0.0


def test_the_age_of_a_source_is_that_of_its_newest_sample(office: Office) -> None:
    office.ask()
    office.table.clock.move(70.0)
    views = {one.name: one for one in office.snapshot().sources}
    assert (views["metrics"].state, views["metrics"].data_age_s) == (SourceState.ASKING, 70.0)


def test_samples_that_nothing_counts_any_more_are_forgotten(office: Office) -> None:
    office.ask()
    ask = office.table.part.events
    start_s = office.table.clock.now().timestamp()
    office.table.clock.move(3_600.0)
    office.snapshot()
    kept_from_s = office.table.store.asked_from_s(ask)
    assert kept_from_s is not None
    assert kept_from_s > start_s


def test_the_thread_is_given_up_between_slices(office: Office) -> None:
    office.ask()
    office.snapshot(PLANNED)
    figures_count = len(office.table.plan.flows) + len(office.table.plan.kpis)
    assert office.breaths > figures_count


def test_a_promise_that_breaks_has_the_first_word_while_no_comparison_tells() -> None:
    table = Table(before_s=4_000.0, share=lambda _at_s: 0.2, bad_ratio=lambda _moment: 0.7)
    office, launch = Office(table), (PLANNED, StageReached("l1", 20.0, "o1"))
    office.ask()
    snapshot = office.snapshot(*launch)
    assert snapshot.release is not None
    assert snapshot.release.state is not State.FAIL
    assert (snapshot.state, snapshot.verdict.code) == (TileState.BAD, BoardCode.FLOW_FIRST)


def test_without_a_launch_the_flow_that_is_worst_off_has_the_first_word(office: Office) -> None:
    verdict = office.snapshot().verdict
    assert verdict.code == BoardCode.FLOW_FIRST
    assert isinstance(verdict.value("told"), Message)
