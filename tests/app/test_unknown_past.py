"""While it is not known what is under way, nothing looks good, however well the flows do."""

from cockpit.app.snapshot import TileState
from cockpit.domain.events import IntentRecorded, OutcomeRecorded
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from tests.kit.fakes_acting import NO_SPACE, NOON
from tests.kit.monitoring import Cockpit, cockpit

ORDER = Order("o1", Lever.FLAG_OFF, Target("flags", "", "coupon_v2"), NOON)


def healthy() -> Cockpit:
    made = cockpit()
    assert made.look().state is TileState.OK
    return made


def test_a_journal_that_cannot_be_read_leaves_the_whole_unknown() -> None:
    made = healthy()
    made.journal.read_fails = NO_SPACE
    snapshot = made.look()
    assert {flow.state for flow in snapshot.flows} == {TileState.OK}
    assert snapshot.state is TileState.UNKNOWN


def test_an_intent_without_an_outcome_leaves_the_whole_unknown() -> None:
    made = healthy()
    made.write(IntentRecorded(ORDER))
    assert made.look().state is TileState.UNKNOWN


def test_an_unknown_outcome_leaves_the_whole_unknown_and_a_confirmed_one_does_not() -> None:
    made = healthy()
    detail = NO_SPACE.message
    made.write(IntentRecorded(ORDER))
    made.write(OutcomeRecorded("o1", Outcome.UNKNOWN, Stamps(NOON), detail, "action"))
    assert made.look().state is TileState.UNKNOWN
    stamps = Stamps(NOON, NOON, NOON, NOON, NOON)
    made.write(OutcomeRecorded("o1", Outcome.CONFIRMED, stamps, detail, "repeat"))
    assert made.look().state is not TileState.UNKNOWN
