"""The answer: who did it, what speaks for it, and plainly when nobody can tell."""

import numpy as np
import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.chart_view import Line
from cockpit.app.snapshot import ReleaseView, Snapshot
from cockpit.domain.message import message
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.domain.visible import Visible
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.release_answer_text import (
    AnswerText,
    answer,
    facts,
    failing_row,
    tally,
    visible_text,
)
from cockpit.words.language import Language
from tests.kit.story.charts import coupon_chart
from tests.kit.story.doubts import empty, error, loading, opened, stale, unsplit
from tests.kit.story.moments import (
    calm,
    closed,
    deployed,
    fault,
    gate_open,
    healed,
    no_launch,
)
from tests.kit.story.setting import say
from tests.kit.story.times import BROKEN
from tests.kit.story.verdicts import SIDES

KO, EN = say(), say(Language.EN)


def told(snapshot: Snapshot) -> AnswerText:
    found = answer(snapshot, KO)
    assert found is not None
    return found


def release(snapshot: Snapshot) -> ReleaseView:
    assert snapshot.release is not None
    return snapshot.release


def judged(cause: Cause, state: State) -> AnswerText:
    given = fault()
    return told(replace(given, release=replace(release(given), cause=cause, state=state)))


def test_a_release_that_broke_it_is_said_with_its_figures() -> None:
    found = told(fault())
    assert found.shape is Shape.BAD
    assert found.text.startswith("네. 새 버전만")
    counts, why = found.lines
    for word in ("쿠폰", "Android", "9.8", "50/512", "213/10,655", "+7.8", "[+5.5, +10.7]"):
        assert word in counts
    assert "3.1.4" in why
    assert "85배" in why
    assert "2배 악화를 4분 안에" in found.seen


def test_evidence_beyond_all_doubt_is_told_without_its_figures() -> None:
    given = fault()
    rows = tuple(replace(one, evidence=1.3e17) for one in release(given).rows)
    found = told(replace(given, release=replace(release(given), rows=rows)))
    assert found.lines[1].endswith("증거는 판정 한도의 100만 배가 넘습니다.")


def test_a_failure_of_all_platforms_is_counted_over_all() -> None:
    given = fault()
    rows = tuple(replace(one, worst_stratum=None) for one in release(given).rows)
    found = told(replace(given, release=replace(release(given), rows=rows)))
    assert "51/574" in found.lines[0]
    assert "Android" not in found.lines[0]


@pytest.mark.parametrize(
    ("cause", "begins", "shape"),
    [
        (Cause.EXTERNAL, "아니요.", Shape.WARN),
        (Cause.EXTERNAL_OR_SHARED, "아직 가릴 수 없습니다.", Shape.UNKNOWN),
        (Cause.RELEASE_OR_EXTERNAL, "가릴 수 없습니다.", Shape.UNKNOWN),
    ],
)
def test_an_outside_cause_is_said_as_plainly(cause: Cause, begins: str, shape: Shape) -> None:
    found = judged(cause, State.WAIT)
    assert found.text.startswith(begins)
    assert found.shape is shape
    assert found.lines[0]


@pytest.mark.parametrize(
    ("cause", "word"),
    [
        (Cause.BOTH, "두 버전"),
        (Cause.WAIT, "남아 있습니다"),
        (Cause.OK, "남아 있습니다"),
        (Cause.EXTERNAL, "외부"),
    ],
)
def test_a_failure_is_never_blamed_on_the_release_alone_without_proof(
    cause: Cause, word: str
) -> None:
    found = judged(cause, State.FAIL)
    assert word in found.text
    assert "새 버전만" not in found.text
    assert not any("외부 원인이면" in one for one in found.lines)


def test_a_failure_without_a_row_repeats_the_verdict() -> None:
    given = fault()
    found = told(replace(given, release=replace(release(given), rows=())))
    assert found.shape is Shape.BAD
    assert found.lines == (KO.text(release(given).verdict),)


def test_a_fault_that_is_over_is_said_so() -> None:
    found = told(healed())
    assert found.shape is Shape.WARN
    assert "돌아왔습니다" in found.text


def test_what_waits_says_when() -> None:
    found = told(calm())
    assert found.shape is Shape.WAIT
    assert found.text == "아직 다 모릅니다. 나빠진 것은 없고, 9개 중 4개가 괜찮다고 증명됐습니다."
    assert "21분 뒤(10:41), 늦어도 11:10쯤" in found.lines[0]


def test_as_long_as_nothing_is_proved_nothing_is_said_to_be() -> None:
    given = calm()
    rows = tuple(replace(row, state=State.WAIT) for row in release(given).rows)
    found = told(replace(given, release=replace(release(given), rows=rows)))
    assert found.text == "아직 모릅니다. 나빠졌다는 증거도, 괜찮다는 증명도 없습니다."


def test_right_after_a_step_first_results_are_awaited_and_nothing_is_missing() -> None:
    found = told(opened())
    assert (found.shape, found.text) == (Shape.UNKNOWN, "아직 모릅니다. 첫 결과를 기다립니다.")


def test_an_answer_of_another_day_names_the_day() -> None:
    given = calm()
    late = replace(release(given), expected_s=20 * 86_400.0, late_s=60 * 86_400.0)
    found = told(replace(given, release=late))
    assert "20일 뒤(12-07), 늦어도 2027-01-16쯤" in found.lines[0]


def test_nobody_is_promised_an_answer_that_nobody_can_tell() -> None:
    given = calm()
    found = told(replace(given, release=replace(release(given), expected_s=None)))
    assert "알 수 없습니다" in found.lines[0]


def test_an_answer_that_is_sure_to_come_then_has_no_latest_time() -> None:
    given = calm()
    found = told(replace(given, release=replace(release(given), late_s=1_260.0)))
    assert found.lines[0] == "이 트래픽이면 모든 답이 21분 뒤(10:41)에 나옵니다."


def test_users_who_are_not_split_as_the_flag_says_are_said_first() -> None:
    found = told(unsplit())
    assert (found.shape, found.text[:10]) == (Shape.UNKNOWN, "판정할 수 없습니다")
    assert "1.0 %에게" in found.lines[0]
    assert "3.1 %가" in found.lines[0]
    assert found.seen == ""


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param(
            Visible(3.4, 1.7, 2.0, 240.0),
            "이 트래픽이면 2배 악화를 4분 안에 알 수 있습니다."
            " 1분이면 3.4배, 5분이면 1.7배 악화부터 보입니다.",
            id="all",
        ),
        pytest.param(
            Visible(None, 8.0, 2.0, 1_800.0),
            "이 트래픽이면 2배 악화를 30분 안에 알 수 있습니다. 5분이면 8.0배 악화부터 보입니다.",
            id="nothing in a minute",
        ),
        pytest.param(
            Visible(None, None, 2.0, 7_200.0),
            "이 트래픽이면 2배 악화를 2시간 안에 알 수 있습니다.",
            id="nothing in five",
        ),
        pytest.param(
            Visible(None, None, 2.0, None),
            "이 트래픽이면 2배 나빠져도 하루 안에 알 수 없습니다.",
            id="nothing in a day",
        ),
        pytest.param(None, "", id="not worked out yet"),
    ],
)
def test_what_would_be_seen_is_told_as_far_as_it_goes(seen: Visible | None, expected: str) -> None:
    row = replace(release(calm()).rows[1], visible=seen)
    assert visible_text((row,), KO) == expected


def test_what_would_be_seen_in_all_flows_is_what_shows_in_the_slowest() -> None:
    first, other = release(calm()).rows[1:3]
    slow = replace(other, visible=Visible(None, None, 2.0, 7_200.0))
    assert "2시간 안에" in visible_text((first, slow), KO)
    never = replace(other, visible=Visible(None, None, 2.0, None))
    assert "하루 안에 알 수 없습니다" in visible_text((first, slow, never), KO)


def test_what_is_proved_fine_says_against_what() -> None:
    found = told(gate_open())
    assert (found.shape, found.text[:3]) == (Shape.OK, "아니요")
    assert "지표 9개" in found.lines[0]
    assert "2배" in found.lines[0]


def test_what_nobody_has_is_not_judged() -> None:
    found = told(deployed())
    assert (found.shape, found.text) == (Shape.UNKNOWN, "아직 아무도 새 버전을 쓰지 않습니다.")


def test_without_users_of_the_old_version_nobody_can_tell() -> None:
    given = deployed()
    verdict = message(BoardCode.NO_CONTROL, **SIDES)
    found = told(replace(given, release=replace(release(given), verdict=verdict)))
    assert found.text.startswith("가릴 수 없습니다.")
    assert found.shape is Shape.UNKNOWN


@pytest.mark.parametrize("snapshot", [stale(), error()])
def test_missing_data_is_unknown_and_says_why(snapshot: Snapshot) -> None:
    found = told(snapshot)
    assert (found.shape, found.text[:3]) == (Shape.UNKNOWN, "모릅니")
    assert found.lines == (KO.text(release(snapshot).verdict),)


def test_a_launch_that_is_over_is_not_compared() -> None:
    found = told(closed())
    assert found.shape is Shape.NONE
    assert "3.2.0" in found.text


def test_a_launch_without_a_comparison_is_unknown() -> None:
    given = replace(calm(), release=None)
    assert told(given).shape is Shape.UNKNOWN
    unread = told(replace(given, verdict=loading().verdict))
    assert unread.shape is Shape.UNKNOWN
    assert unread.lines == (KO.text(loading().verdict),)


def test_without_a_launch_there_is_no_answer() -> None:
    for snapshot in (empty(), no_launch()):
        assert answer(snapshot, KO) is None


def test_the_failing_row_is_that_of_the_verdict() -> None:
    given = release(fault())
    row = failing_row(given)
    assert row is not None
    assert row.flow == "coupon"
    other = replace(given.rows[3], state=State.FAIL, evidence=1e9)
    both = replace(given, rows=(*given.rows[:3], other))
    assert failing_row(both) is row
    assert failing_row(replace(both, flow=None)) is other
    assert failing_row(release(calm())) is None
    assert failing_row(None) is None


def test_before_and_now_are_read_from_the_lines() -> None:
    chart = coupon_chart()
    found = facts(chart)
    assert found is not None
    assert found.before_at == BROKEN
    assert found.now_at.timestamp() == chart.end_s
    assert found.new_now.bad_ratio == pytest.approx(0.089, abs=0.002)
    assert found.new_before.bad_ratio is not None
    assert found.new_before.bad_ratio < 0.05
    assert found.old_now.bad_ratio == pytest.approx(0.02, abs=0.005)
    assert chart.new is not None
    assert found.new_now.count == chart.new.count[-1]


def test_before_and_now_are_unknown_where_the_lines_are() -> None:
    chart = coupon_chart()
    assert facts(None) is None
    assert facts(replace(chart, bad_from=None)) is None
    assert facts(replace(chart, new=None)) is None
    assert facts(replace(chart, baseline=None)) is None
    none = np.empty(0, np.float64)
    silent = facts(replace(chart, new=Line(none, none, none)))
    assert silent is not None
    assert (silent.new_now.bad_ratio, silent.new_now.count) == (None, None)
    assert chart.new is not None
    value = np.where(chart.new.at_s > chart.end_s - 300, np.nan, chart.new.value)
    late = replace(chart.new, value=value)
    old = facts(replace(chart, new=late))
    assert old is not None
    assert old.new_now.bad_ratio is None


def test_the_tally_counts_every_metric_once() -> None:
    counts = tally(fault().release)
    assert counts == {State.FAIL: 1, State.PASS: 4, State.WAIT: 4, State.NO_DATA: 0}
    assert set(tally(None).values()) == {0}


def test_the_answer_is_told_in_both_languages() -> None:
    found = answer(fault(), EN)
    assert found is not None
    assert found.text.startswith("Yes.")
