"""A whole launch from the command line: from an empty folder to a journal that is verified."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pytest

from cockpit.app.recompute import differences
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.cli.lines import answer_all
from cockpit.domain.events import (
    BackInBand,
    IntentRecorded,
    ItemAnswered,
    LaunchClosed,
    LaunchPlanned,
    OutcomeRecorded,
    SignedOff,
    StageReached,
    StepApproved,
    WindowTaken,
)
from cockpit.domain.judgements import FaultDetected, GateJudged
from cockpit.simulator.simulation import Simulation
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.architecture.repository import TOP
from tests.features.home import home_at, simulated_time
from tests.features.launch_story import Story

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story(still: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with simulated_time(still):
        told = Story(home_at(tmp_path_factory.mktemp("launch"), still), still)
        told.play()
        yield told


def test_everything_is_told_in_plain_sentences(story: Story) -> None:
    for said in story.said.values():
        said.check_is_plain()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("init again", 1),
        ("offline", 0),
        ("check", 0),
        ("before", 0),
        ("list nothing", 0),
        ("step without launch", 1),
        ("gate", 0),
        ("gate ko", 0),
        ("gate json", 0),
        ("gate with the journal", 0),
        ("gate without a stage", 2),
        ("gate without a witness", 2),
        ("gate of no rung", 2),
        ("decide", 0),
        ("decide again", 0),
        ("new", 0),
        ("new again", 1),
        ("before the go", 1),
        ("stranger", 1),
        ("too far", 1),
        ("alone", 1),
        ("with herself", 1),
        ("too soon", 1),
        ("hold", 0),
        ("list held", 0),
        ("resume", 0),
        ("take over", 0),
        ("hotfix", 0),
        ("list with a child", 0),
        ("close the hotfix", 0),
        ("done too soon", 1),
        ("step 1", 0),
        ("step 5", 0),
        ("failing", 1),
        ("failing ko", 1),
        ("failing json", 1),
        ("step while failing", 1),
        ("off", 0),
        ("rollback", 0),
        ("close", 0),
        ("list", 0),
        ("unresolved", 0),
        ("verify", 0),
        ("verify online", 0),
    ],
)
def test_each_call_ends_with_its_status(story: Story, name: str, status: int) -> None:
    assert story.said[name].status == status, story.said[name].text


def test_the_verdict_is_fail_this_release_android_coupon(story: Story) -> None:
    said = story.said["failing json"].json
    release = said["snapshot"]["release"]
    assert release["state"] == "fail"
    assert release["cause"] == "release"
    assert (release["flow"], release["platform"]) == ("coupon", "android")
    assert release["advice"] == {"way_out": "flag_off", "name": "coupon_v2"}
    assert release["verdict"]["code"] == "board.release_fails_in"
    assert re.search(r"This release \(3.2.0\) did it: .*Android.*Coupon", said["sentence"])


def test_the_verdict_and_the_way_out_are_said_in_both_languages(story: Story) -> None:
    english, korean = story.said["failing"].out, story.said["failing ko"].out
    assert re.search(r"This release \(3.2.0\) did it: .*Android.*Coupon", english)
    assert "cockpit off coupon_v2" in english
    assert re.search(r"이번 릴리즈 3.2.0 때문입니다: .*(Android|안드로이드).*쿠폰", korean)
    assert "cockpit off coupon_v2" in korean


def test_a_release_that_fails_goes_no_further(story: Story) -> None:
    said = story.said["step while failing"]
    assert "The step to 20 % may not be taken" in said.err
    assert "The gate is shut" in said.err
    assert "proved worse" in said.err
    assert "switch the flag off" in said.err


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("before the go", "the product owner has not signed"),
        ("too far", "20 %"),
        ("alone", "second person"),
        ("with herself", "somebody else than you"),
        ("too soon", "게이트가 닫혀 있습니다"),
        ("done too soon", "closed as done"),
        ("new again", "3.2.0"),
    ],
)
def test_what_stands_against_a_step_or_an_end_is_said(story: Story, name: str, part: str) -> None:
    assert part in story.said[name].err


def test_the_list_tells_of_holds_and_of_children(story: Story) -> None:
    assert "held by" in story.said["list held"].out
    assert "3.2.0의 핫픽스" in story.said["list with a child"].out


def test_a_step_forward_leaves_the_gate_and_who_stood_by_it_before_its_intent(
    story: Story,
) -> None:
    events = [entry.event for entry in story.rows()]
    approved = [place for place, one in enumerate(events) if isinstance(one, StepApproved)]
    assert len(approved) == 2
    for place in approved:
        judged, step, intent = events[place - 1 : place + 2]
        assert isinstance(judged, GateJudged)
        assert judged.is_open
        assert isinstance(step, StepApproved)
        assert (step.second_person, step.is_self_declared) == ("jun", True)
        assert isinstance(intent, IntentRecorded)
        assert intent.order.exposure_pct == judged.next_exposure_pct == step.exposure_pct


def test_a_gate_that_was_found_shut_is_in_the_journal_too(story: Story) -> None:
    shut = [one.event for one in story.rows() if isinstance(one.event, GateJudged)]
    assert sum(not one.is_open for one in shut) == 3


def test_every_verdict_of_the_launch_comes_out_of_cockpit_decide_as_its_row_says(
    story: Story,
) -> None:
    lines = story.said["decide"].out.encode()
    out = BytesIO()
    assert answer_all(BytesIO(lines), out, load(Language.EN, TOP / "resources" / "i18n")) == 0
    asked = [json.loads(line) for line in lines.splitlines()]
    answered = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {one["op"] for one in asked} == {"judge.verdict", "gate.judge"}
    states = {one["expect"].get("state") for one in asked}
    assert {"pass", "fail"} <= states
    for one, other in zip(asked, answered, strict=True):
        assert one["id"] == other["id"]
        assert list(differences(one["expect"], other["out"])) == []
    assert str(len(asked)) in story.said["decide again"].out


def test_a_pipeline_is_told_what_was_judged_and_what_was_not_seen(story: Story) -> None:
    told = story.said["gate json"].json
    assert (told["verdict"], told["format"]) == ("go", "release-cockpit/gate/1")
    assert (told["stage_pct"], told["next_stage_pct"]) == (1, 5)
    assert {one["state"] for one in told["not_seen"]} == {"unknown"}
    assert {"sign_offs", "exceptions", "drills", "unresolved"} <= {
        one["name"] for one in told["not_seen"]
    }
    assert all(one["words"] for one in (*told["checks"], *told["not_seen"]))
    kept = told["basis"]["compared"][0]["verdict"]
    assert kept["strata"][0]["blocks"]
    assert kept["asked"]
    seen = story.said["gate with the journal"].json["not_seen"]
    assert {one["name"]: one["state"] for one in seen}["sign_offs"] == "pass"
    missing = story.said["gate without a stage"].err
    assert "--stage, --since" in missing
    assert "last hour" in missing


def test_who_is_not_among_the_people_takes_no_step(story: Story) -> None:
    assert "somebody" in story.said["stranger"].err
    assert "mina" in story.said["stranger"].err


def test_the_off_is_told_stamp_by_stamp(story: Story) -> None:
    lines = story.said["off"].out.splitlines()
    said = [word for line in lines for word in MILESTONES if word in line]
    assert said == MILESTONES


MILESTONES = [
    "recorded: coupon_v2",
    "sending",
    "accepted",
    "Seen where clients look",
    "every client has asked again",
    "Waiting for the metric",
    "Users are safe: Coupon",
]


def test_the_journal_has_the_stamps_and_that_users_are_safe(story: Story) -> None:
    rows = story.rows()
    outcomes = [one.event for one in rows if isinstance(one.event, OutcomeRecorded)]
    assert {one.outcome for one in outcomes} == {"confirmed"}
    for one in outcomes:
        stamps = one.stamps
        assert stamps.sent_at is not None
        assert stamps.accepted_at is not None
        assert stamps.seen_at is not None
        assert stamps.clients_by_at is not None
        assert stamps.asked_at <= stamps.sent_at <= stamps.accepted_at <= stamps.seen_at
    back = [one.event for one in rows if isinstance(one.event, BackInBand)]
    assert "coupon" in {one.flow for one in back}
    assert all(one.bad_ratio <= one.limit_ratio for one in back)
    kinds = [type(one.event) for one in rows]
    for kind, count in ((LaunchPlanned, 2), (StageReached, 2), (LaunchClosed, 2)):
        assert kinds.count(kind) == count
    assert FaultDetected in kinds


def test_every_row_names_who_acted_and_what_the_program_found_by_itself(story: Story) -> None:
    found = [one for one in story.rows() if isinstance(one.event, FaultDetected | BackInBand)]
    assert {one.actor for one in found} == {"cockpit"}
    others = [one for one in story.rows() if one not in found]
    words = [one for one in others if isinstance(one.event, ItemAnswered | SignedOff)]
    assert {one.actor for one in words} == {"mina", "jun", "sora"}
    taken = [one.actor for one in others if isinstance(one.event, WindowTaken)]
    assert taken == ["sora"]
    steps = [one for one in others if isinstance(one.event, IntentRecorded | StepApproved)]
    assert {one.actor for one in steps} == {"mina"}


def test_the_launch_is_listed_as_stopped(story: Story) -> None:
    launch, hotfix = story.said["list json"].json
    assert hotfix["parent_id"] == launch["launch_id"]
    assert (launch["version"], launch["result"], launch["way_out"]) == (
        "3.2.0",
        "stopped",
        "flag_off",
    )
    assert "3.2.0 (320) ← 3.1.4" in story.said["list"].out


def test_the_shop_is_served_as_the_journal_says(story: Story) -> None:
    state = story.simulation.state()
    flags = state["flags"]
    assert isinstance(flags, dict)
    assert flags["coupon_v2"] is False
    assert state["deployed"] == "3.1.4"


def test_the_journal_is_verified_up_to_its_anchor(story: Story) -> None:
    found = story.said["verify json"].json
    assert found["report"]["state"] == "ok"
    assert found["report"]["anchored_seq"] >= found["report"]["rows_count"] - 2
    assert any(story.home.anchors.iterdir())


def test_nothing_disagrees_with_the_record_of_the_flag_server(story: Story) -> None:
    assert "Nothing disagrees" in story.said["verify online"].out


def test_a_changed_row_is_found_and_named(story: Story) -> None:
    with story.spoilt() as file, closing(sqlite3.connect(file)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(
            "UPDATE log SET body = CAST(replace(CAST(body AS TEXT), '3.2.0', '3.2.9') AS BLOB)"
            " WHERE seq = 2"
        )
        database.commit()
        said = story.home.run("audit", "verify")
        in_korean = story.home.run("audit", "verify", lang="ko")
    assert said.status == in_korean.status == 1
    assert "The first bad row is 2" in said.text
    assert "2" in in_korean.text
    said.check_is_plain()
    in_korean.check_is_plain()
    assert "●" not in said.text


def test_a_journal_whose_end_was_cut_is_found(story: Story) -> None:
    with story.spoilt() as file, closing(sqlite3.connect(file)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM log WHERE seq > 9")
        database.execute("DELETE FROM checkpoint WHERE size > 9")
        database.commit()
        said = story.home.run("audit", "verify")
    assert said.status == 1
    assert "●" not in said.text
    said.check_is_plain()


def test_a_file_that_was_shortened_is_found(story: Story) -> None:
    with story.spoilt() as file:
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        said = story.home.run("audit", "verify")
    assert said.status == 1
    assert "●" not in said.text
    said.check_is_plain()


def test_an_older_copy_in_place_of_the_journal_is_found(story: Story) -> None:
    with story.spoilt() as file:
        shutil.copy(story.older, file)
        said = story.home.run("audit", "verify")
        in_korean = story.home.run("audit", "verify", lang="ko")
    assert said.status == in_korean.status == 1
    assert "●" not in said.text
    said.check_is_plain()
    in_korean.check_is_plain()


def test_an_export_is_verified_by_itself_and_a_changed_one_is_not(story: Story) -> None:
    lines, table = story.home.folder / "journal.jsonl", story.home.folder / "journal.csv"
    said = story.home.run("audit", "export", str(lines))
    assert (said.status, said.err) == (0, "")
    assert story.home.run("audit", "verify", "--export", str(lines)).status == 2
    changed = lines.read_text(encoding="utf-8").replace("coupon_v2", "coupon_v3")
    lines.write_text(changed, encoding="utf-8")
    spoilt = story.home.run("audit", "verify", "--export", str(lines))
    assert spoilt.status == 1
    assert "●" not in spoilt.text
    assert story.home.run("audit", "export", str(table)).status == 0
    assert table.read_text(encoding="utf-8-sig").count("\n") == len(story.rows()) + 1


def test_without_an_anchor_the_answer_is_two(story: Story) -> None:
    file = story.home.file
    whole = file.read_text(encoding="utf-8")
    without = whole.replace("journal:\n  anchor_folder", "# journal:\n#  anchor_folder")
    file.write_text(without, encoding="utf-8")
    try:
        said = story.home.run("audit", "verify")
    finally:
        file.write_text(whole, encoding="utf-8")
    assert said.status == 2
    assert "nothing is anchored" in said.text


def test_the_workspace_file_of_the_launch_is_sound(story: Story) -> None:
    assert opened_workspace(story.home.file).workspace.service.name == "shop-app"
