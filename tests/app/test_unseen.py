"""What metrics do not tell stays unknown until a witness tells it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.gonogo import policy_hash
from cockpit.app.pipeline import GateVerdict, Wanted
from cockpit.app.pipeline_codes import PipelineCode, UnseenName
from cockpit.app.unseen import Unseen, Witnesses, together, unseen
from cockpit.domain.events import LaunchHeld
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState
from cockpit.ports.signoff_file import SignOffFile
from tests.app.stairs import Stairs, stairs_workspace
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD

WANTED = Wanted(NEW, OLD, 5, NOON)
WORKSPACE = stairs_workspace()
SIGNED = SignOffFile(
    service="shop-app",
    version=NEW,
    build="320",
    role="pm",
    person="mina",
    is_go=True,
    policy_sha256=policy_hash(WORKSPACE),
    evidence_sha256="b" * 64,
    signed_at=NOON,
    exported_by="jun",
    exported_at=NOON,
    launch_id="l1",
)


def told(witnesses: Witnesses, wanted: Wanted = WANTED) -> dict[UnseenName, Unseen]:
    return {one.name: one for one in unseen(WORKSPACE, wanted, witnesses, NOON)}


def test_without_a_witness_everything_is_unknown_and_changes_no_verdict() -> None:
    found = told(Witnesses())
    assert set(found) == set(UnseenName)
    assert {one.state for one in found.values()} == {CheckState.UNKNOWN}
    for verdict in GateVerdict:
        assert together(verdict, tuple(found.values())) is verdict


def test_a_journal_tells_of_go_hold_faults_and_what_is_unresolved() -> None:
    stairs = Stairs(WORKSPACE)
    stairs.launch(1, 5)
    found = told(Witnesses(journal=stairs.launches.past()))
    asked = {name for name, one in found.items() if one.is_asked}
    assert asked == set(UnseenName) - {UnseenName.DRILLS, UnseenName.EXPOSURE}
    assert {found[name].state for name in asked} == {CheckState.PASS}
    assert together(GateVerdict.GO, tuple(found.values())) is GateVerdict.GO
    stairs.write(LaunchHeld("l1", "lunch"))
    held = told(Witnesses(journal=stairs.launches.past()))
    assert held[UnseenName.HOLD].state is CheckState.WAIT
    assert together(GateVerdict.GO, tuple(held.values())) is GateVerdict.UNKNOWN


def test_a_journal_without_this_launch_or_stage_tells_nothing() -> None:
    stairs = Stairs(WORKSPACE)
    empty = told(Witnesses(journal=stairs.launches.past()))
    assert empty[UnseenName.SIGN_OFFS].told.code == PipelineCode.NO_LAUNCH_OF_IT
    stairs.launch(1)
    other = told(Witnesses(journal=stairs.launches.past()))
    assert other[UnseenName.SIGN_OFFS].told.code == PipelineCode.OTHER_STAGE
    assert together(GateVerdict.GO, tuple(other.values())) is GateVerdict.UNKNOWN


def test_a_signed_go_to_this_release_is_seen() -> None:
    found = told(Witnesses(sign_off=SIGNED, build="320"))
    assert found[UnseenName.SIGN_OFFS].state is CheckState.PASS
    assert together(GateVerdict.GO, tuple(found.values())) is GateVerdict.GO


@pytest.mark.parametrize(
    ("changes", "build"),
    [
        ({"version": "3.1.9"}, None),
        ({"build": "319"}, "320"),
        ({"service": "another"}, None),
        ({"role": "qa"}, None),
        ({"policy_sha256": "c" * 64}, None),
        ({"person": "jun"}, None),
        ({"is_go": False}, None),
        ({"is_go": False, "role": "qa", "person": "sora"}, None),
        ({"fault": Message("signoff.not_signed_by")}, None),
        ({"exported_at": NOON - timedelta(hours=25)}, None),
        ({"exported_at": NOON + timedelta(minutes=6)}, None),
    ],
)
def test_anything_else_that_was_signed_is_no_go(changes: dict[str, Any], build: str | None) -> None:
    found = told(Witnesses(sign_off=replace(SIGNED, **changes), build=build))
    assert found[UnseenName.SIGN_OFFS].state is CheckState.FAIL
    assert together(GateVerdict.GO, tuple(found.values())) is GateVerdict.NO_GO


def test_a_no_go_says_so_whoever_said_it() -> None:
    file = replace(SIGNED, is_go=False, role="", person="sora")
    assert told(Witnesses(sign_off=file))[UnseenName.SIGN_OFFS].told.code == (
        PipelineCode.SIGNED_NO_GO
    )


def test_a_file_of_yesterday_says_how_old_it_is() -> None:
    file = replace(SIGNED, exported_at=NOON - timedelta(hours=25))
    why = told(Witnesses(sign_off=file))[UnseenName.SIGN_OFFS].told.value("told")
    assert isinstance(why, Message)
    assert (why.code, why.value("age_s")) == (PipelineCode.EXPORTED_LONG_AGO, 25 * 3_600.0)


def test_of_two_witnesses_the_graver_is_heard() -> None:
    stairs = Stairs(WORKSPACE)
    stairs.launch(1, 5)
    past = stairs.launches.past()
    forged = replace(SIGNED, fault=Message("signoff.not_signed_by"))
    assert told(Witnesses(past, forged))[UnseenName.SIGN_OFFS].state is CheckState.FAIL
    assert told(Witnesses(past, SIGNED))[UnseenName.SIGN_OFFS].state is CheckState.PASS
    nobody = Stairs(WORKSPACE).launches.past()
    assert told(Witnesses(nobody, SIGNED))[UnseenName.SIGN_OFFS].state is CheckState.UNKNOWN
