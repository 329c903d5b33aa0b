"""A sign-off file tells what the journal tells of a Go/No-Go, and nothing that nobody has said."""

from cockpit.app.sheet_codes import SignCode
from cockpit.app.signoff_export import sign_off_of
from cockpit.domain.events import ItemAnswered, SignedOff
from cockpit.domain.judgements import CheckAccepted
from cockpit.domain.message import Message
from cockpit.ports.signoff_file import SignOffFile
from tests.app.stairs import Stairs
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW


def exported(stairs: Stairs) -> SignOffFile | Message:
    launch = stairs.launches.live()
    assert launch is not None
    return sign_off_of(
        stairs.launches.past(), launch, exported_by="jun", now=NOON, checkpoint="note"
    )


def written(stairs: Stairs) -> SignOffFile:
    found = exported(stairs)
    assert isinstance(found, SignOffFile)
    return found


def test_the_go_of_the_product_owner_is_told_with_its_policy_and_evidence() -> None:
    stairs = Stairs()
    stairs.launch(1)
    (signed,) = stairs.told(SignedOff)
    found = written(stairs)
    assert (found.is_go, found.role, found.person, found.exported_by) == (True, "pm", "mina", "jun")
    assert (found.version, found.build, found.launch_id) == (NEW, "320", "l1")
    assert found.policy_sha256 == signed.policy_hash
    assert found.evidence_sha256 == signed.evidence_hash
    assert [one.role for one in found.roles] == ["pm"]


def test_before_anybody_has_decided_there_is_nothing_to_tell() -> None:
    stairs = Stairs()
    stairs.launch(is_ready=False)
    refusal = exported(stairs)
    assert isinstance(refusal, Message)
    assert refusal.code == SignCode.NOTHING_SAID


def test_a_no_go_after_the_go_is_the_word_that_counts() -> None:
    stairs = Stairs()
    stairs.launch(1)
    stairs.signoffs.no_go("the bank is down", as_person="sora")
    found = written(stairs)
    assert (found.is_go, found.person) == (False, "sora")
    assert [one.reason for one in found.roles if not one.is_go] == ["the bank is down"]


def test_a_go_to_another_build_counts_for_nothing() -> None:
    stairs = Stairs()
    stairs.launch(is_ready=False)
    stairs.write(SignedOff("l1", "pm", True, NEW, "319", "a" * 64, "b" * 64))
    assert isinstance(exported(stairs), Message)


def test_answers_and_exceptions_are_told_by_their_newest_word() -> None:
    stairs = Stairs()
    stairs.launch(1)
    stairs.write(
        ItemAnswered("l1", "e2e", "qa", "41/42", False, note="one fails"),
        ItemAnswered("l1", "e2e", "qa", "42/42", True),
        CheckAccepted("l1", "compared slow coupon", 1.0, "known", Message("test.told")),
    )
    found = written(stairs)
    (answer,) = found.answers
    assert (answer.item, answer.value, answer.accepts) == ("e2e", "42/42", True)
    (accepted,) = found.exceptions
    assert (accepted.check, accepted.reason) == ("compared slow coupon", "known")
