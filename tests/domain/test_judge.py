import math

import pytest

from cockpit.domain.codes import JudgeCode
from cockpit.domain.comparison import Block, Comparison
from cockpit.domain.judge import judge, judge_once
from cockpit.domain.outcomes import NO_PAIR, Outcomes, Pair
from cockpit.domain.verdict import Rule, State, Verdict


def pair(new_count: float, new_bad: float, old_count: float, old_bad: float) -> Pair:
    return Pair(Outcomes(new_count, new_bad), Outcomes(old_count, old_bad))


EQUAL = pair(500, 10, 4500, 90)
BROKEN = pair(500, 250, 4500, 90)
OUTAGE = pair(500, 250, 4500, 2250)


def stream(*pairs: Pair) -> list[Block]:
    return [{"all": one} for one in pairs]


def compared(blocks: list[Block], rule: Rule | None = None) -> Comparison:
    comparison = Comparison(rule or Rule())
    for block in blocks:
        comparison = comparison.after(block)
    return comparison


def judge_stream(blocks: list[Block], rule: Rule | None = None) -> Verdict:
    """Return the verdict after these blocks."""
    return judge(compared(blocks, rule))


def test_a_broken_version_fails_and_says_where() -> None:
    verdict = judge_stream([{"android": BROKEN, "ios": EQUAL}])
    assert (verdict.state, verdict.worst_stratum) == (State.FAIL, "android")
    assert verdict.reason.code == JudgeCode.FAIL_IN
    assert verdict.reason.value("stratum") == "android"
    assert verdict.reason.value("new_ratio") == 0.5


def test_one_stratum_needs_no_name() -> None:
    verdict = judge_stream(stream(BROKEN))
    assert verdict.reason.code == JudgeCode.FAIL
    assert verdict.reason.value("old_ratio") == 0.02


def test_an_outage_of_both_versions_is_not_blamed_on_the_new_one() -> None:
    verdict = judge_stream(stream(*[EQUAL] * 30, *[OUTAGE] * 10, *[EQUAL] * 10))
    assert verdict.first_fail_block is None


def test_an_equal_version_passes_in_the_end_and_waits_until_then() -> None:
    early, late = judge_stream(stream(EQUAL)), judge_stream(stream(*[EQUAL] * 10))
    assert (early.state, late.state) == (State.WAIT, State.PASS)
    assert late.reason.value("margin_times") == 2.0
    assert late.expected is None


def test_waiting_says_when_an_answer_can_be_expected() -> None:
    verdict = judge_stream(stream(EQUAL))
    assert verdict.expected is not None
    assert verdict.reason.value("expected_s") == verdict.expected.likely_s
    pass_after = 1 + math.ceil(verdict.expected.likely_s / 60)
    assert judge_stream(stream(*[EQUAL] * pass_after)).state is State.PASS


def test_without_a_failure_nobody_can_say_when() -> None:
    verdict = judge_stream(stream(pair(500, 0, 4500, 0)))
    assert (verdict.state, verdict.expected) == (State.WAIT, None)
    assert verdict.reason.code == JudgeCode.WAIT_LONG


@pytest.mark.parametrize(
    ("block", "code"),
    [
        pytest.param(pair(0, 0, 4500, 90), JudgeCode.NO_NEW, id="no new version"),
        pytest.param(pair(500, 10, 0, 0), JudgeCode.NO_OLD, id="no old version"),
        pytest.param(NO_PAIR, JudgeCode.NO_NEW, id="nothing at all"),
    ],
)
def test_one_version_alone_cannot_be_judged(block: Pair, code: JudgeCode) -> None:
    verdict = judge_stream(stream(*[block] * 60))
    assert (verdict.state, verdict.reason.code) == (State.NO_DATA, code)
    assert judge_once({"all": block}).state is State.NO_DATA


def test_no_block_is_no_data() -> None:
    assert judge_stream([]).state is State.NO_DATA
    assert judge_once({}).state is State.NO_DATA


def test_stale_data_never_pass() -> None:
    verdict = judge(compared(stream(*[EQUAL] * 10)), stale_s=90.0)
    assert (verdict.state, verdict.reason.code) == (State.NO_DATA, JudgeCode.STALE)
    assert verdict.is_stale


def test_incomplete_data_never_pass() -> None:
    verdict = judge(compared(stream(*[EQUAL] * 10)), is_incomplete=True)
    assert (verdict.state, verdict.reason.code) == (State.WAIT, JudgeCode.INCOMPLETE)
    assert verdict.is_incomplete


def test_a_silent_stratum_never_passes() -> None:
    both: Block = {"ios": EQUAL, "web": EQUAL}
    verdict = judge_stream([both] * 20 + [{"ios": EQUAL, "web": None}])
    assert (verdict.state, verdict.reason.code) == (State.WAIT, JudgeCode.WAIT_GAP)
    assert verdict.reason.value("stratum") == "web"


def test_unknown_blocks_never_fail() -> None:
    assert judge_stream([{"all": None}] * 60).state is State.NO_DATA


def test_a_proved_fail_is_not_taken_back_by_silence_or_recovery() -> None:
    failed = compared(stream(BROKEN, *[EQUAL] * 30))
    assert judge(failed).state is State.FAIL
    assert judge(failed, stale_s=300.0, is_incomplete=True).state is State.FAIL


def test_a_pass_needs_a_proof_in_every_stratum_that_carries() -> None:
    block: Block = {"ios": EQUAL, "web": pair(100, 0, 900, 1)}
    verdict = judge_stream([block] * 20)
    assert verdict.state is State.WAIT
    assert [one.carries for one in verdict.strata] == [True, True]


def test_a_stratum_with_hardly_any_user_does_not_hold_the_pass() -> None:
    block: Block = {"ios": EQUAL, "web": pair(5, 0, 900, 1)}
    verdict = judge_stream([block] * 20)
    assert verdict.state is State.PASS
    assert [one.carries for one in verdict.strata] == [True, False]


def test_where_no_stratum_has_many_users_each_has_to_be_proved() -> None:
    many = {f"country {number}": EQUAL for number in range(25)}
    assert judge_stream([many] * 20).state is State.PASS
    one_silent: Block = {**many, "country 7": pair(500, 0, 4500, 0)}
    verdict = judge_stream([one_silent] * 20)
    assert verdict.state is State.WAIT
    assert all(one.carries for one in verdict.strata)
    assert judge_once(many).state is State.WAIT


def test_a_growing_doubt_holds_a_pass_back() -> None:
    slightly_worse = pair(500, 17, 4500, 90)
    blocks = stream(*[EQUAL] * 30)
    states = []
    for _ in range(12):
        blocks = [*blocks, *stream(slightly_worse)]
        verdict = judge_stream(blocks)
        states.append((verdict.state, verdict.reason.code))
    assert states[0] == (State.PASS, JudgeCode.PASS)
    assert (State.WAIT, JudgeCode.WAIT_DOUBT) in states
    assert states[-1] == (State.FAIL, JudgeCode.FAIL)


def test_a_verdict_can_be_recomputed_from_what_it_carries() -> None:
    verdict = judge_stream(stream(*[EQUAL] * 7, pair(500, 30, 4500, 90)))
    mean = sum(math.exp(log) for log in verdict.log_sums) / len(verdict.log_sums)
    assert verdict.start_count == 2
    assert math.exp(verdict.log_evidence) == pytest.approx(mean + 1 / (verdict.start_count + 1))
    assert (verdict.rule_id, verdict.rule.alpha, verdict.block_count) == ("judge/1", 0.01, 8)
    assert verdict.counts == pair(4000, 100, 36000, 720)
    assert verdict.contrast.times == pytest.approx(1.25)


def test_a_stricter_alpha_asks_for_more() -> None:
    worse = stream(pair(500, 31, 4500, 90))
    assert judge_stream(worse, Rule(alpha=0.05)).state is State.FAIL
    assert judge_stream(worse, Rule(alpha=1e-6)).state is State.WAIT


def test_a_single_look_adds_platforms_up() -> None:
    heavy = {"ios": pair(900, 45, 3600, 180), "android": pair(100, 1, 15400, 154)}
    assert judge_once(heavy).state is State.WAIT
    pooled = {"all": pair(1000, 46, 19000, 334)}
    assert judge_once(pooled).state is State.FAIL


def test_a_single_look_passes_on_proof_alone() -> None:
    verdict = judge_once({"all": pair(5000, 100, 45000, 900)})
    assert (verdict.state, verdict.rule_id) == (State.PASS, "judge.once/1")


def test_a_single_look_passes_what_is_somewhat_worse_and_proved_not_twice_as_bad() -> None:
    somewhat_worse = pair(20_000, 480, 180_000, 3600)
    once = judge_once({"all": somewhat_worse})
    assert math.log(10) < once.log_evidence < math.log(100)
    assert once.state is State.PASS
    running = judge_stream(stream(somewhat_worse))
    assert running.state is State.WAIT


def test_a_single_look_fails_at_evidence_100() -> None:
    verdict = judge_once({"all": BROKEN})
    mean = sum(math.exp(log) for log in verdict.log_sums) / len(verdict.log_sums)
    assert (verdict.state, verdict.start_count) == (State.FAIL, 0)
    assert verdict.log_evidence == pytest.approx(math.log(mean))


def test_a_stratum_without_an_old_version_is_never_the_worst() -> None:
    verdict = judge_stream([{"ios": BROKEN}, {"ios": pair(0, 0, 10, 0), "web": pair(9, 9, 0, 0)}])
    assert verdict.worst_stratum == "ios"
    assert [one.excess_count for one in verdict.strata][1] is None
