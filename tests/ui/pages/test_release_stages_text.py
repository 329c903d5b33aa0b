"""The ladder in words: what each stage showed, what keeps it shut, and what is missing."""

from msgspec.structs import replace

from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.standings import CheckState
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.release_stages_text import StageText, stages
from tests.kit.story.doubts import stale
from tests.kit.story.moments import calm, deployed, fault, gate_open, held, watching
from tests.kit.story.setting import say

KO = say()


def launch(snapshot: Snapshot) -> LaunchView:
    assert snapshot.launch is not None
    return snapshot.launch


def told(snapshot: Snapshot) -> tuple[StageText, ...]:
    return stages(launch(snapshot), KO)


def test_the_last_the_current_and_the_next_stage_are_shown() -> None:
    assert [one.exposure_pct for one in told(fault())] == [1.0, 5.0, 20.0]
    assert [one.exposure_pct for one in told(calm())] == [1.0, 5.0, 20.0]
    assert [one.exposure_pct for one in told(watching())] == [5.0, 20.0, 100.0]
    assert [one.exposure_pct for one in told(deployed())] == [1.0, 5.0, 20.0]


def test_a_stage_behind_says_when_and_what_was_checked() -> None:
    done = told(fault())[0]
    assert (done.shape, done.word, done.when) == (Shape.OK, "통과", "10:05–10:38")
    assert [one.text for one in done.facts] == ["점검 16/16", "표본 1,524", "둘째 사람 최은호"]


def test_a_stage_passed_with_an_exception_is_half() -> None:
    given = launch(fault())
    first = given.stages[0]
    checks = (replace(first.checks[0], state=CheckState.WAIT), *first.checks[1:])
    stage = replace(first, checks=checks, second_person=None)
    facts = stages(replace(given, stages=(stage, *given.stages[1:])), KO)[0].facts
    assert (facts[0].shape, facts[0].text) == (Shape.HALF, "점검 15/16")
    assert len(facts) == 2
    unrecorded = replace(given, stages=(replace(first, checks=()), *given.stages[1:]))
    assert stages(unrecorded, KO)[0].facts[0].shape is Shape.NONE


def test_a_failed_gate_is_blocked_and_names_its_checks() -> None:
    current = told(fault())[1]
    assert (current.shape, current.word) == (Shape.BAD, "막힘")
    assert current.when == "12:31 / 30:00"
    assert [(one.shape, one.text) for one in current.facts] == [
        (Shape.BAD, "나쁨 2"),
        (Shape.WAIT, "대기 2"),
        (Shape.OK, "표본 2,810"),
    ]
    assert current.facts[0].note == "쿠폰 실패율, 이번 출시의 고장"


def test_a_failed_gate_leaves_the_two_ways_out() -> None:
    following = told(fault())[2]
    assert following.shape is Shape.LOCK
    assert (following.facts[0].shape, following.facts[0].text) == (
        Shape.BAD,
        "남은 길은 플래그 끄기와 롤백",
    )


def test_a_gate_that_waits_says_what_is_missing_and_how_long() -> None:
    current, following, later = told(calm())
    assert (current.shape, current.word) == (Shape.OPEN, "진행")
    assert current.facts[-1].shape is Shape.WAIT
    missing, bake, second = following.facts
    assert (missing.text, missing.note) == ("남은 점검 2", "대기, 표본")
    assert (bake.text, bake.note) == ("대기 30:00", "15:00 남음")
    assert second.text == "둘째 사람 서명 필요"
    assert (later.shape, later.when) == (Shape.LOCK, "그다음")


def test_an_open_gate_is_said_so() -> None:
    current, following, _ = told(gate_open())
    assert (current.shape, current.word) == (Shape.OK, "열림")
    assert following.shape is Shape.OPEN
    assert following.facts[0].text == "모든 점검 통과"
    assert following.facts[1].shape is Shape.OK


def test_a_step_that_needs_nobody_else_says_so() -> None:
    given = launch(gate_open())
    assert given.gate is not None
    alone = replace(given, gate=replace(given.gate, needs_second_person=False))
    assert stages(alone, KO)[1].facts[-1].text == "둘째 사람 필요 없음"


def test_a_launch_on_hold_opens_nothing() -> None:
    current, following, _ = told(held())
    assert current.word == "보류"
    assert following.shape is Shape.LOCK


def test_unknown_checks_and_samples_are_never_fine() -> None:
    current = told(stale())[0]
    assert (current.shape, current.word) == (Shape.UNKNOWN, "모름")
    assert (current.facts[0].shape, current.facts[0].text) == (Shape.UNKNOWN, "모름 4")
    assert current.facts[-1].shape is Shape.UNKNOWN


def test_before_the_first_stage_nothing_bakes() -> None:
    first, *_ = told(deployed())
    assert not any("대기 30" in one.text for one in first.facts)


def test_without_a_gate_the_next_stage_tells_its_policy() -> None:
    following = stages(replace(launch(calm()), gate=None), KO)[1]
    assert (following.shape, following.when) == (Shape.LOCK, "다음 단계")
    assert following.facts[0].note == "최소 300"


def test_a_ladder_without_rungs_shows_nothing() -> None:
    assert stages(replace(launch(calm()), stages=()), KO) == ()
