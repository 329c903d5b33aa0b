"""Answers and sign-offs are taken from those who may, to what they have seen, and shown."""

from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from cockpit.app.gonogo import policy_hash, roles
from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView
from cockpit.app.launches import Launches
from cockpit.app.sheet_codes import SignCode
from cockpit.app.signoffs import MOST_AGE_S, SignOffs
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import ItemAnswered, ReasonGiven, SignedOff, StageReached
from cockpit.domain.gonogo_codes import PollCode
from cockpit.domain.message import Message
from cockpit.domain.standings import ItemState, PollState
from cockpit.ports.errors import UnreachableError
from cockpit.ports.workspace import Workspace
from cockpit.storage.codec import decode, encode
from tests.kit.fakes_acting import FakeRuns
from tests.kit.monitoring import Cockpit, cockpit
from tests.kit.sheets import asking

ORDER = (("mobile_lead", "jun"), ("devops", "jun"), ("qa", "sora"), ("pm", "mina"))


@dataclass
class Room:
    """A launch under way, and the service that takes its answers."""

    workspace: Workspace = field(default_factory=lambda: asking("build", "success", "kpi"))
    actor: str = "jun"
    given: Cockpit = field(init=False)
    service: SignOffs = field(init=False)

    def __post_init__(self) -> None:
        self.given = cockpit(self.workspace, before_s=300.0)
        clock, runs, journal = self.given.clock, FakeRuns(), self.given.journal
        launches = Launches(
            workspace=self.workspace, journal=journal, clock=clock, runs=runs, actor=self.actor
        )
        self.service = SignOffs(
            workspace=self.workspace,
            launches=launches,
            journal=journal,
            clock=clock,
            runs=runs,
            actor=self.actor,
        )

    def look(self) -> Snapshot:
        return self.given.look()

    def sheet(self) -> GoNoGoView:
        sheet = self.look().gonogo
        assert sheet is not None
        return sheet

    def poll(self, role: str) -> PollView:
        return next(one for one in self.sheet().poll if one.role == role)

    def item(self, item_id: str) -> ItemView:
        return next(one for one in self.sheet().items if one.item_id == item_id)

    def answer(
        self,
        item_id: str,
        value: str = "",
        *,
        accepts: bool = True,
        by: str = "jun",
        note: str = "",
    ) -> str | None:
        refusal = self.service.answer(
            item_id, value, accepts=accepts, note=note, as_person=by, seen=self.look()
        )
        return None if refusal is None else refusal.code

    def sign(self, role: str, by: str) -> str | None:
        refusal = self.service.sign(role, as_person=by, seen=self.look())
        return None if refusal is None else refusal.code

    @property
    def rows_count(self) -> int:
        return len(self.given.journal.rows)


def launched() -> Room:
    room = Room()
    room.given.launch()
    return room


def all_go() -> Room:
    room = launched()
    assert room.answer("e2e", "42/42", by="sora") is None
    for role, person in ORDER:
        assert room.sign(role, person) is None
    return room


# ------------------------------------------------------------------ the whole poll


@pytest.mark.slow
def test_everybody_says_go_in_order_and_what_was_measured_is_accepted_along_with_it() -> None:
    room = all_go()
    sheet = room.sheet()
    assert (sheet.is_go, sheet.is_no_go, sheet.why_not) == (True, False, None)
    assert [(one.role, one.state, one.person) for one in sheet.poll] == [
        (role, PollState.GO, person) for role, person in ORDER
    ]
    assert sheet.passed_count == len(sheet.items) == 4
    accepted = room.item("build")
    assert (accepted.answered_by, accepted.is_automatic) == ("jun", True)
    assert room.item("e2e").value == "42/42"


@pytest.mark.slow
def test_the_rows_hold_what_was_seen_and_their_hashes() -> None:
    room = all_go()
    events = [row.entry.event for row in room.given.journal.rows]
    answered = {one.item_id: one for one in events if isinstance(one, ItemAnswered)}
    assert answered["success"].measured is not None
    last = events[-1]
    assert isinstance(last, SignedOff)
    assert (last.role, last.version, last.build) == ("pm", "3.2.0", "320")
    assert last.policy_hash == policy_hash(room.workspace) == room.sheet().policy_hash
    assert last.evidence_hash == room.sheet().evidence_hash
    assert len(last.evidence_hash) == 64


@pytest.mark.slow
def test_the_sheet_is_the_same_after_a_journal_has_kept_its_rows() -> None:
    room = all_go()
    before = room.sheet()
    rows = room.given.journal.rows
    for place, row in enumerate(rows):
        kept = decode(encode(row.entry))
        rows[place] = type(row)(row.seq, kept, row.hash_hex)
    again = cockpit(room.workspace)
    again.journal.rows.extend(rows)
    sheet = again.look().gonogo
    assert sheet is not None
    assert (sheet.is_go, sheet.evidence_hash) == (True, before.evidence_hash)


@pytest.mark.slow
def test_the_gate_knows_a_go_that_has_become_void() -> None:
    room = all_go()
    assert room.answer("e2e", "41/42", by="sora") is None
    snapshot = room.look()
    assert snapshot.launch is not None
    assert snapshot.launch.gate is not None
    told = {one.message.code for one in snapshot.launch.gate.checks}
    assert "gate.go_void" in told
    assert room.poll("qa").void is not None


def test_once_exposed_a_go_stays_although_figures_fall() -> None:
    room = all_go()
    room.given.write(StageReached("l1", 1.0, "o1"))
    room.given.metrics.error = UnreachableError(Message("test.down"))
    room.given.clock.move(300.0)
    assert room.sheet().is_go


# ------------------------------------------------------------------ who may speak


@pytest.mark.parametrize(
    ("item", "by", "expected"),
    [
        ("e2e", "stranger", SignCode.STRANGER),
        ("e2e", "mina", SignCode.NOT_THE_ROLE),
        ("e2e", "guest", SignCode.NOT_THE_ROLE),
        ("success", "sora", SignCode.NOT_THE_ROLE),
        ("unheard", "sora", SignCode.NO_SUCH_ITEM),
    ],
)
def test_only_the_role_of_a_question_answers_it(item: str, by: str, expected: SignCode) -> None:
    room = launched()
    before = room.rows_count
    assert room.answer(item, "42/42", by=by) == expected
    assert room.answer(item, "broken", accepts=False, by=by) == expected
    assert room.rows_count == before


@pytest.mark.parametrize(
    ("role", "by", "expected"),
    [
        ("mobile_lead", "stranger", SignCode.STRANGER),
        ("mobile_lead", "sora", SignCode.NOT_THE_ROLE),
        ("backend_lead", "jun", SignCode.NO_SUCH_ROLE),
        ("captain", "jun", SignCode.NO_SUCH_ROLE),
        ("qa", "sora", PollCode.UNANSWERED),
        ("devops", "jun", PollCode.NOT_YET),
        ("pm", "mina", PollCode.UNANSWERED),
    ],
)
def test_only_the_role_itself_says_go_and_only_in_its_turn(
    role: str, by: str, expected: SignCode | PollCode
) -> None:
    room = launched()
    before = room.rows_count
    assert room.sign(role, by) == expected
    assert room.rows_count == before


@pytest.mark.slow
def test_the_product_owner_is_too_early_until_all_others_have_said_go() -> None:
    room = launched()
    room.answer("e2e", "42/42", by="sora")
    for role, person in ORDER[:-1]:
        assert room.sign("pm", "mina") == PollCode.NOT_YET
        assert room.sheet().why_not is not None
        room.sign(role, person)
    assert room.sheet().why_not is None
    assert room.poll("pm").state is PollState.ASKED
    assert room.sign("pm", "mina") is None
    assert room.sign("pm", "mina") == PollCode.SAID_ALREADY


def test_a_role_that_nobody_holds_cannot_be_spoken_for() -> None:
    people = ({"id": "jun", "name": "Park", "roles": ["devops"]},)
    room = Room(asking("success", people=people))
    room.given.launch()
    assert room.answer("e2e", "42/42", by="jun") == SignCode.ROLE_VACANT
    assert room.sign("qa", "jun") == SignCode.ROLE_VACANT


def test_in_a_workspace_without_people_everybody_may_speak() -> None:
    room = Room(asking("success", people=()))
    room.given.launch()
    assert room.answer("e2e", "42/42", by="anybody") is None
    for role in roles(room.workspace):
        assert room.sign(role, "anybody") is None
    assert room.sheet().is_go


def test_who_sits_here_speaks_when_nobody_else_is_named() -> None:
    room = Room(actor="sora")
    room.given.launch()
    assert room.service.answer("e2e", "42/42", accepts=True, seen=None) is None
    assert room.item("e2e").answered_by == "sora"


def test_without_a_launch_there_is_nothing_to_say() -> None:
    room = Room()
    found = (
        room.service.answer("e2e", "42/42", accepts=True, as_person="sora", seen=None),
        room.service.sign("qa", as_person="sora", seen=None),
        room.service.no_go(),
    )
    assert [one and one.code for one in found] == [SignCode.NO_LAUNCH] * 3
    assert room.look().gonogo is None


# ------------------------------------------------------------------ what may be said


@pytest.mark.slow
def test_an_answer_is_a_value_and_an_objection_says_what_is_wrong() -> None:
    room = launched()
    assert room.answer("e2e", "  ", by="sora") == SignCode.NO_VALUE
    assert room.answer("e2e", "", accepts=False, by="sora") == SignCode.NO_OBJECTION
    assert room.answer("e2e", "", accepts=False, by="sora", note="no coupon case") is None
    item = room.item("e2e")
    assert (item.state, item.objection) == (ItemState.OBJECTED, "no coupon case")
    assert room.sheet().objected_count == 1
    assert room.answer("success", "", accepts=False) == SignCode.NO_OBJECTION
    assert room.answer("success", "too few cards", accepts=False) is None
    assert room.item("success").objection == "too few cards"


def test_a_figure_out_of_bounds_or_unknown_cannot_be_accepted_and_can_be_objected_to() -> None:
    room = launched()
    room.given.metrics.error = UnreachableError(Message("test.down"))
    assert room.answer("success") == SignCode.NOT_MEASURED
    assert room.answer("success", "the source is down", accepts=False) is None
    strict = asking("success")
    (check, *_) = strict.checklist
    assert check.check is not None
    never = replace(check.check, at_least=1.0)
    room = Room(replace(strict, checklist=(replace(check, check=never),)))
    room.given.launch()
    assert room.answer("success") == SignCode.OUT_OF_BOUNDS
    assert room.sheet().failed_count == 1
    assert room.poll("devops").state is PollState.OBJECTS


def test_what_was_on_the_screen_too_long_ago_is_signed_by_nobody() -> None:
    room = launched()
    seen = room.look()
    room.given.clock.move(MOST_AGE_S + 1)
    for refusal in (
        room.service.sign("mobile_lead", as_person="jun", seen=seen),
        room.service.sign("mobile_lead", as_person="jun", seen=None),
        room.service.answer("success", "", accepts=True, as_person="jun", seen=seen),
    ):
        assert refusal is not None
        assert refusal.code == SignCode.NOT_SEEN


def test_answers_that_came_while_somebody_looked_have_to_be_seen_first() -> None:
    room = launched()
    room.answer("e2e", "42/42", by="sora")
    room.sign("mobile_lead", "jun")
    room.sign("devops", "jun")
    seen = room.look()
    room.answer("e2e", "41/42", by="sora")
    refusal = room.service.sign("qa", as_person="sora", seen=seen)
    assert refusal is not None
    assert refusal.code == SignCode.MOVED_ON
    assert room.sign("qa", "sora") is None


# ------------------------------------------------------------------ No-Go


@pytest.mark.slow
@pytest.mark.parametrize(
    ("person", "role"), [("sora", "qa"), ("jun", "mobile_lead"), ("guest", ""), ("stranger", "")]
)
def test_anybody_says_no_go_at_once_for_the_first_role_they_hold(person: str, role: str) -> None:
    room = all_go()
    assert room.service.no_go(as_person=person) is None
    sheet = room.sheet()
    assert (sheet.is_go, sheet.is_no_go, sheet.no_go_by) == (False, True, person)
    assert (sheet.no_go_row, sheet.no_go_reason) == (room.rows_count, "")
    said = room.given.journal.rows[-1].entry.event
    assert isinstance(said, SignedOff)
    assert said.role == role


@pytest.mark.slow
def test_the_reason_may_come_with_it_or_afterwards() -> None:
    room = all_go()
    room.service.no_go("the bank is down", as_person="sora")
    assert (room.sheet().no_go_row, room.sheet().no_go_reason) == (None, "the bank is down")
    assert room.poll("qa").reason == "the bank is down"
    room.service.no_go(as_person="sora")
    row = room.sheet().no_go_row
    assert row == room.rows_count
    room.given.write(ReasonGiven("l1", str(row), "cards too"))
    assert (room.sheet().no_go_row, room.sheet().no_go_reason) == (None, "cards too")


@pytest.mark.slow
def test_after_a_no_go_its_role_and_then_the_product_owner_say_go_anew() -> None:
    room = all_go()
    room.service.no_go(as_person="sora")
    assert room.sign("pm", "mina") == PollCode.NO_GO_STANDS
    assert room.sign("qa", "sora") is None
    assert not room.sheet().is_go
    assert room.sign("pm", "mina") is None
    assert room.sheet().is_go


# ------------------------------------------------------------------ the sheet


def test_roles_are_polled_in_their_order_when_they_have_questions_or_people() -> None:
    assert roles(asking("build")) == ("mobile_lead", "devops", "qa", "pm")
    assert roles(asking("build", people=())) == ("mobile_lead", "qa", "pm")


@pytest.mark.slow
def test_an_answer_grows_older_on_the_screen_and_stale_in_the_end() -> None:
    room = launched()
    room.answer("e2e", "42/42", by="sora")
    room.given.clock.move(60.0)
    assert room.item("e2e").age_s == 60.0
    room.given.clock.move(541.0)
    assert room.item("e2e").state is ItemState.STALE


def test_the_policy_is_the_checklist_and_the_rollout_and_nothing_else() -> None:
    first = asking("build")
    assert policy_hash(first) == policy_hash(asking("build", people=()))
    assert policy_hash(first) != policy_hash(asking("build", "success"))
    stricter = replace(first, rollout=replace(first.rollout, bake_s=1.0))
    assert policy_hash(first) != policy_hash(stricter)
