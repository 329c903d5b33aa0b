"""A command of one thread: what it may do, what it knows, what it says of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cockpit.app.advance import StepWish
from cockpit.app.underway import ActionEvent
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.inline import Inline
from cockpit.bootstrap.person import NOBODY, person_here, why_not_person
from cockpit.domain.events import JournalBegun, LaunchPlanned, StageReached
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message
from cockpit.domain.standings import Status
from cockpit.ports.journal import all_rows
from tests.bootstrap.places import opened, workspace_file
from tests.kit.fakes_acting import NOON
from tests.kit.monitoring import workspace


@dataclass
class Desk:
    """A command over a workspace whose servers are not there."""

    folder: Path
    told: list[Message] = field(default_factory=list)
    events: list[ActionEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file = workspace_file(self.folder)
        self.cockpit, self.clock = opened(self.file, self.folder, self.told)
        self.inline = Inline(self.cockpit, self.events.append, self.told.append)

    def begin_again(self) -> None:
        self.cockpit.close()
        self.cockpit, self.clock = opened(self.file, self.folder, self.told)
        self.inline = Inline(self.cockpit, self.events.append, self.told.append)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.cockpit.close()


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Desk]:
    """Lend a command whose journal cannot be opened."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "data").write_text("in the way", encoding="utf-8")
    made = Desk(tmp_path)
    yield made
    made.cockpit.close()


def plan(desk: Desk, *stages_pct: float) -> None:
    desk.cockpit.record(LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4"))
    for stage_pct in stages_pct:
        desk.cockpit.record(StageReached("l1", stage_pct, f"o{stage_pct}"))


def test_the_launch_that_goes_on_is_known(desk: Desk) -> None:
    assert (desk.inline.launch(), desk.inline.version(), desk.inline.baseline()) == (None,) * 3
    plan(desk)
    inline = desk.inline
    assert (inline.launch_id(), inline.version(), inline.baseline()) == ("l1", "3.2.0", "3.1.4")


def test_without_a_journal_no_launch_is_known_and_that_is_said(broken: Desk) -> None:
    assert broken.inline.launch() is None
    assert not broken.inline.knows_the_past()
    assert broken.told


def test_a_journal_that_can_be_read_is_known(desk: Desk) -> None:
    assert desk.inline.knows_the_past()


def refusal(inline: Inline, pct: float, second: str | None = "jun") -> str | None:
    told = inline.why_not_step(StepWish(pct, second, pct))
    return None if told is None else told.code


@pytest.mark.slow
def test_only_people_of_the_workspace_take_a_riskier_step(tmp_path: Path) -> None:
    file = workspace_file(tmp_path)
    told: list[Message] = []
    from cockpit.bootstrap.cockpit import Cockpit

    before, _clock = opened(file, tmp_path, told)
    before.close()
    with Cockpit(file, "stranger", before.surroundings, told.append) as cockpit:
        inline = Inline(cockpit, lambda _event: None, told.append)
        assert refusal(inline, 1.0) == LadderCode.NO_LAUNCH
        cockpit.record(LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4"))
        assert refusal(inline, 1.0) == BootCode.NOT_A_PERSON
        assert inline.stranger is not None
        assert dict(inline.stranger.values)["person"] == "stranger"


def test_a_workspace_without_people_knows_everybody() -> None:
    nobody_named = workspace()
    assert why_not_person(nobody_named, "anybody") is None
    assert person_here()


@pytest.mark.parametrize(
    "trouble", [KeyError("uid 12345"), OSError("no entry"), ImportError("pwd")]
)
def test_a_login_without_a_name_keeps_nobody_from_acting(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fail() -> str:
        raise trouble

    monkeypatch.setattr("getpass.getuser", fail)
    assert person_here() == NOBODY


@pytest.mark.slow
def test_a_step_back_asks_nobody_who_they_are(desk: Desk) -> None:
    plan(desk, 1.0, 5.0)
    assert refusal(desk.inline, 1.0, None) is None
    assert refusal(desk.inline, 0.0, None) is None


@pytest.mark.slow
def test_the_gate_of_what_nobody_can_see_is_shut(desk: Desk) -> None:
    plan(desk, 1.0)
    assert refusal(desk.inline, 5.0) == LadderCode.GATE_SHUT


@pytest.mark.slow
def test_without_a_journal_the_way_back_to_nothing_is_open_and_no_other(broken: Desk) -> None:
    assert refusal(broken.inline, 0.0, None) is None
    assert refusal(broken.inline, 1.0) is not None


def test_only_a_step_is_judged_before_it_is_sent_again(desk: Desk) -> None:
    assert desk.inline.why_not_again("lost") is None
    order = desk.inline.orders.steps(1.0, asked_at=NOON, launch_id="l1")[0]
    desk.inline.errand.carry_out(order, patience_s=0.0)
    told = desk.inline.why_not_again(order.operation_id)
    assert told is None or told.code == LadderCode.NOT_JUDGED


def test_only_a_flag_that_guards_a_flow_can_tell_that_users_are_safe(desk: Desk) -> None:
    orders = desk.inline.orders
    assert desk.inline.can_tell_safety(orders.flag_off("coupon_v2", asked_at=NOON))
    assert not desk.inline.can_tell_safety(orders.rollback("shop-app", "3.1.4", asked_at=NOON))
    of_launch = orders.rollback("shop-app", "3.1.4", asked_at=NOON, launch_id="l1")
    assert desk.inline.can_tell_safety(of_launch)


@pytest.mark.slow
def test_a_look_without_any_server_shows_everything_as_unknown(desk: Desk) -> None:
    snapshot = desk.inline.look()
    assert {flow.state for flow in snapshot.flows} == {"unknown"}
    assert {lever.state for lever in snapshot.levers} == {"unknown"}
    assert snapshot.state == "unknown"


def test_an_off_that_never_left_is_failed_and_says_which_server(desk: Desk) -> None:
    order = desk.inline.orders.flag_off("coupon_v2", asked_at=NOON)
    done = desk.inline.errand.carry_out(order, patience_s=0.0)
    assert done is not None
    assert done.status is Status.FAILED
    assert desk.inline.recovery.unresolved() == ()


def test_a_row_that_had_to_wait_is_written_by_the_next_command(broken: Desk) -> None:
    order = broken.inline.orders.flag_off("coupon_v2", asked_at=NOON)
    broken.inline.errand.carry_out(order, patience_s=0.0)
    (broken.folder / "home" / "data").unlink()
    broken.cockpit.places.spool_file.rename(broken.folder / "kept")
    broken.begin_again()  # the very first run here: it begins the journal
    assert [type(row.entry.event) for row in all_rows(broken.cockpit.journal)] == [JournalBegun]
    (broken.folder / "kept").rename(broken.cockpit.places.spool_file)
    broken.begin_again()
    broken.inline.looked_into(patience_s=0.0)
    late = [row.entry for row in all_rows(broken.cockpit.journal) if row.entry.is_late]
    assert len(late) == 2


def test_an_unresolved_operation_is_told_with_its_id(desk: Desk) -> None:
    order = desk.inline.orders.flag_off("coupon_v2", asked_at=NOON)
    done = desk.inline.errand.carry_out(order, patience_s=0.0)
    assert done is not None
    told = desk.inline.told(done)
    assert told.code == BootCode.UNRESOLVED
    assert dict(told.values)["operation_id"] == order.operation_id
