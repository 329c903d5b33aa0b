"""Each step of an order is told with its stamp, and an exit status says how it ended."""

from datetime import timedelta

import pytest

from cockpit.app.codes import ActionCode
from cockpit.app.underway import ActionProgress, ActionRefused, LogbookNotice, Step
from cockpit.cli.exits import Exit
from cockpit.cli.progress import ProgressView, exit_of
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.words.language import Language
from tests.cli.speaking import said, terminal
from tests.kit.bench import Bench
from tests.kit.fakes_acting import NOON, no_answer

ORDER = Order("o1", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), NOON)
STAMPS = Stamps(NOON, NOON, NOON, NOON, NOON + timedelta(seconds=15))
DETAIL = message(ActionCode.UNEXPECTED, kind="OddError")


def told(
    step: Step,
    *,
    outcome: Outcome | None = None,
    detail: Message | None = None,
    stamps: Stamps = STAMPS,
    server_event_id: int | None = None,
) -> ActionProgress:
    return ActionProgress(ORDER, step, stamps, outcome, detail, server_event_id=server_event_id)


def shown(*events: object, language: Language = Language.EN) -> tuple[str, str]:
    speaker = terminal(language)
    view = ProgressView(speaker)
    for event in events:
        view.show(event)  # type: ignore[arg-type] # each is one of the kinds
    return said(speaker.out), said(speaker.err)


@pytest.mark.parametrize("language", list(Language))
def test_the_way_of_an_order_is_told_on_standard_output(language: Language) -> None:
    out, err = shown(
        told(Step.RECORDED),
        told(Step.SENT),
        told(Step.ACCEPTED),
        told(Step.SETTLED, outcome=Outcome.CONFIRMED, detail=DETAIL),
        language=language,
    )
    assert len(out.splitlines()) == 5
    assert "coupon_v2" in out
    assert err == ""


def test_clients_that_see_it_at_once_need_no_second_line() -> None:
    at_once = Stamps(NOON, NOON, NOON, NOON, NOON)
    out, _err = shown(told(Step.SETTLED, outcome=Outcome.CONFIRMED, stamps=at_once, detail=DETAIL))
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN, None])
def test_what_is_not_confirmed_is_a_complaint(outcome: Outcome | None) -> None:
    out, err = shown(told(Step.SETTLED, outcome=outcome, detail=DETAIL))
    assert out == ""
    assert "OddError" in err


def test_a_settled_order_whose_server_event_was_found_is_not_told_twice() -> None:
    found = told(Step.SETTLED, outcome=Outcome.CONFIRMED, detail=DETAIL, server_event_id=7)
    assert shown(found) == ("", "")


@pytest.mark.parametrize("step", [Step.STOPPED, Step.REVERTED])
def test_what_happens_afterwards_is_a_complaint(step: Step) -> None:
    out, err = shown(told(step, detail=DETAIL))
    assert out == ""
    assert "OddError" in err
    assert shown(told(step)) == ("", "")


def test_what_an_order_overtakes_is_not_called_its_own_outcome() -> None:
    detail = message(ActionCode.SUPERSEDED, operation_id="newer")
    out, err = shown(told(Step.STOPPED, detail=detail))
    assert out == ""
    assert ORDER.operation_id in err
    assert "unknown:" not in err


def test_a_refusal_says_why() -> None:
    out, err = shown(ActionRefused(ORDER, DETAIL))
    assert out == ""
    assert "OddError" in err


def test_an_order_that_could_not_be_recorded_does_not_say_recorded() -> None:
    notice = LogbookNotice(message(ActionCode.NOT_WRITTEN, reason=DETAIL))
    out, err = shown(notice, told(Step.RECORDED))
    assert "recorded: " not in out
    assert "not in the journal yet: coupon_v2" in out
    assert "OddError" in err


def test_once_the_journal_takes_rows_again_an_order_is_recorded() -> None:
    written = LogbookNotice(message(ActionCode.WRITTEN_LATE, rows_count=2))
    notice = LogbookNotice(message(ActionCode.NOT_WRITTEN, reason=DETAIL))
    out, _err = shown(notice, written, told(Step.RECORDED))
    assert "recorded: coupon_v2" in out


def test_a_closed_operation_is_told_by_its_id() -> None:
    out, err = shown(told(Step.CLOSED))
    assert "o1" in out
    assert err == ""


def test_a_notice_goes_where_it_is_wanted() -> None:
    heard: list[Message] = []
    view = ProgressView(terminal(), notice=heard.append)
    view.show(LogbookNotice(DETAIL))
    assert heard == [DETAIL]


def test_the_exit_status_says_what_became_of_the_order() -> None:
    assert exit_of(None) is Exit.NO
    assert exit_of(Bench().off()) is Exit.OK
    silent = Bench()
    silent.flags.served_error = silent.flags.read_error = no_answer()
    assert exit_of(silent.off()) is Exit.UNKNOWN
    refusing = Bench()
    refusing.flags.flags.clear()
    assert exit_of(refusing.off()) in {Exit.NO, Exit.UNKNOWN}
