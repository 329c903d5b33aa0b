"""The verdict line says first what a person has to know first, and one next step."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import Snapshot, SourceState, TileState
from cockpit.domain.message import Message, message
from cockpit.domain.standings import LaunchPhase
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.aim import Aiming, Wanted
from cockpit.ui.headline import Deed, Headline, headline, split, unknown_operations
from cockpit.ui.heard import Heard, Press, off_key, pressed
from cockpit.ui.sign import Sign
from cockpit.words.language import Language
from tests.kit.story import doubts, moments
from tests.kit.story.levers import OFF_ID
from tests.kit.story.setting import say
from tests.kit.story.states import STATES


def aiming(snapshot: Snapshot, language: Language = Language.EN, **given: Any) -> Aiming:
    heard = given.get("heard", Heard())
    return Aiming(snapshot, heard, Wanted(), say(language), snapshot.at)


def shown(snapshot: Snapshot, **given: Any) -> Headline:
    return headline(aiming(snapshot, **given))


def with_launch(snapshot: Snapshot, **changed: Any) -> Snapshot:
    assert snapshot.launch is not None
    return replace(snapshot, launch=replace(snapshot.launch, **changed))


def step(snapshot: Snapshot) -> tuple[str, str, str, Deed]:
    found = shown(snapshot).next_step
    assert found is not None
    return found.words, found.button, found.page, found.deed


def test_without_a_launch_it_is_watched_and_the_next_step_is_a_plan() -> None:
    found = shown(moments.no_launch())
    assert (found.sign, found.text) == (Sign.OK, "No release is going out")
    assert "4 flows" in found.evidence
    assert step(moments.no_launch())[1:] == ("Plan", "rollout", Deed.PAGE)


def test_a_bad_flow_speaks_when_there_is_no_launch() -> None:
    given = doubts.error()
    given = replace(given, launch=None, release=None, verdict=given.flows[0].messages[0])
    assert shown(given).sign is Sign.UNKNOWN


@pytest.mark.parametrize("given", [moments.no_launch(), moments.closed()], ids=["none", "over"])
def test_flags_that_cannot_be_read_are_told_before_a_launch_that_is_not_there(
    given: Snapshot,
) -> None:
    unread = message(BoardCode.FLAGS_UNREAD, why=Message("test.why"))
    sources = tuple(replace(one, state=SourceState.UNREACHABLE) for one in given.sources)
    given = replace(given, state=TileState.UNKNOWN, verdict=unread, sources=sources)
    found = shown(given)
    assert (found.sign, found.text) == (Sign.UNKNOWN, say(Language.EN).text(unread))
    assert step(given)[2] == "sources"


def test_a_promise_that_breaks_is_said_before_what_cannot_be_proved() -> None:
    found = shown(moments.breaking())
    assert found.sign is Sign.BAD
    assert found.text.startswith("Coupon: Slow answers burn their budget at 15.2 times")
    assert "no 3.1.4 is left to compare with" in found.evidence
    assert step(moments.breaking())[0] == "Next: turn coupon_v2 off"


def test_the_way_out_of_a_breaking_promise_is_awaited_once_it_was_pulled() -> None:
    given = replace(moments.breaking(), operations=moments.mending().operations)
    assert step(given)[0] == "Next: wait for the metric"


def test_what_only_got_worse_is_kept_open_and_watched() -> None:
    given = moments.breaking()
    assert given.release is not None
    waiting = replace(given, state=TileState.WARN, verdict=given.release.verdict, alerts=())
    assert step(waiting)[1:] == ("To the flows", "flow", Deed.PAGE)


def test_an_objection_says_who_objects_to_what() -> None:
    found = shown(moments.planned())
    assert (found.sign, found.text) == (Sign.WARN, "Not ready to go: 1 under objection")
    assert found.evidence.startswith("E2E coupon: ")
    assert step(moments.planned())[1:] == ("To the checks", "gonogo", Deed.PAGE)


def test_the_signature_of_the_product_owner_is_the_last() -> None:
    found = shown(moments.pm_asked())
    assert (found.sign, found.text) == (Sign.OPEN, "Only the PM's signature is left")


def test_checks_that_nobody_has_answered_are_open() -> None:
    given = moments.just_planned()
    assert given.gonogo is not None
    sheet = replace(given.gonogo, objected_count=0, failed_count=0)
    found = shown(replace(given, gonogo=sheet))
    assert (found.sign, found.text.partition(":")[0]) == (Sign.OPEN, "Checking")


def test_a_sheet_that_was_not_read_is_unknown() -> None:
    assert shown(replace(moments.planned(), gonogo=None)).sign is Sign.UNKNOWN


def test_a_no_go_names_who_said_it_and_its_reason_once_there_is_one() -> None:
    found = shown(moments.no_go())
    assert (found.sign, found.text) == (Sign.WARN, "No-Go by 최은호")
    assert found.evidence == "No reason has been written yet."
    given = moments.no_go()
    assert given.gonogo is not None
    sheet = replace(given.gonogo, no_go_reason="the server is being mended")
    assert shown(replace(given, gonogo=sheet)).evidence == "the server is being mended"


def test_the_next_step_before_a_launch_is_about_what_stands_in_its_way() -> None:
    given = moments.no_go()
    assert given.gonogo is not None
    because = replace(given, gonogo=replace(given.gonogo, no_go_reason="the server is slow"))
    assert step(given)[0] == "Next: write down why"
    assert step(because)[0] == "Next: settle it, then sign Go"
    assert step(moments.planned())[0] == "Next: close the objection"
    assert step(moments.just_planned())[0] == "Next: mend what failed"


def test_checks_that_wait_for_the_product_owner_are_not_told_to_have_passed() -> None:
    given = moments.pm_asked()
    assert shown(given).evidence == "All 21 checks have passed."
    assert given.gonogo is not None
    waits = replace(given, gonogo=replace(given.gonogo, passed_count=20))
    told = "20 of 21 checks have passed; the rest is for the PM to answer."
    assert shown(waits).evidence == told


def test_after_go_the_next_step_writes_down_the_deployment() -> None:
    assert step(moments.go_given())[1:] == ("Mark as deployed", "", Deed.DEPLOYED)


def test_deployed_is_not_released() -> None:
    found = shown(moments.deployed())
    assert (found.sign, found.text) == (Sign.OPEN, "Deployed, and open to nobody yet")
    assert step(moments.deployed())[0] == "Next: open to 1 %"
    held = with_launch(moments.deployed(), is_held=True, hold_reason="lunch")
    assert shown(held).evidence == "On hold: lunch"


def test_a_stage_waits_for_its_time_then_for_its_gate_then_goes_on() -> None:
    assert step(moments.calm())[0] == "Next: wait 15 min more"
    late = with_launch(moments.calm(), bake_elapsed_s=1_900.0)
    assert late.launch is not None
    assert late.launch.next_refusal is not None
    assert step(late)[:1] != ("",)
    assert step(late)[1:3] == ("Show the gate", "release")
    assert step(moments.gate_open())[:3] == ("Next: step to 5 %", "To Rollout", "rollout")


def test_a_comparison_that_waits_says_what_is_proved_and_is_no_warning() -> None:
    """The state of the whole is a warning then, which is meant for scripts."""
    found = shown(replace(moments.calm(), state=TileState.WARN))
    assert found.sign is Sign.WAIT
    assert found.text == "3.2.0: nothing is proved worse, 4 of 9 metrics are proved fine"
    assert found.evidence == "The others take about 21 min at this traffic."
    warned = tuple(replace(one, state=TileState.WARN) for one in moments.calm().flows)
    assert shown(replace(moments.calm(), state=TileState.WARN, flows=warned)).sign is Sign.WARN


def test_through_an_open_gate_nobody_is_told_to_wait_for_weeks() -> None:
    given = replace(moments.gate_open(), release=moments.calm().release)
    found = shown(replace(given, verdict=moments.calm().verdict))
    assert found.evidence == "Every check of the gate passes."
    assert found.next_step is not None
    assert found.next_step.words == "Next: step to 5 %"


def test_a_comparison_that_waits_speaks_of_the_gate_which_needs_less_than_all_proofs() -> None:
    given = moments.calm()
    assert given.launch is not None
    assert given.launch.gate is not None
    earliest_at = given.at + timedelta(minutes=40)
    said = say(Language.EN).time(earliest_at)
    known = replace(given.launch.gate, earliest_at=earliest_at)
    told = with_launch(given, gate=known)
    assert shown(told).evidence == f"The next stage opens at {said} at the earliest."
    assert step(told)[0] == "Next: wait 40 min more"
    assert step(with_launch(given, gate=replace(known, earliest_at=given.at)))[0] == step(given)[0]


def test_a_gate_that_has_failed_leaves_the_two_ways_out() -> None:
    given = moments.fault()
    assert given.release is not None
    calm = moments.calm().release
    found = shown(replace(given, release=calm))
    assert (found.sign, found.text) == (Sign.BAD, "The gate failed: two ways out are left")
    assert found.evidence.startswith("Coupon failures: The new version is proved worse")
    assert step(replace(given, release=calm))[0] == "Next: turn coupon_v2 off"
    nothing = replace(given, release=calm, alerts=())
    assert step(nothing)[0] == "Next: flag off or roll back"
    assert given.launch is not None
    assert shown(with_launch(replace(given, release=calm), gate=None)).next_step is None


def test_what_is_under_way_is_no_unknown_outcome_yet() -> None:
    """The verdict of the whole cannot tell them apart: nothing is proved about either."""
    given = moments.sent()
    told = message(BoardCode.UNRESOLVED, target="coupon_v2", lever="flag_off")
    assert shown(replace(given, verdict=told)).text == shown(given).text
    assert "unknown" not in shown(replace(given, verdict=told)).text


def test_a_hold_says_why_and_how_it_ends() -> None:
    assert shown(moments.held()).evidence.startswith("On hold: ")
    silent = with_launch(moments.held(), held_by="minho", hold_reason="")
    assert shown(silent).evidence == "minho blocks the next stage."
    assert step(moments.held())[:1] == ("Next: resume",)


def test_a_failing_release_names_its_cause_and_the_recommended_way_out() -> None:
    found = shown(moments.fault())
    assert found.sign is Sign.BAD
    assert found.text.startswith("This release (3.2.0) did it: ")
    assert found.evidence
    assert step(moments.fault())[0] == "Next: turn coupon_v2 off"


def test_the_cause_is_that_of_the_figure_that_failed_and_not_of_the_flow_s_first() -> None:
    given = moments.fault()
    release = given.release
    assert release is not None
    turned = {State.FAIL: State.PASS, State.PASS: State.FAIL}
    slow = [
        replace(row, state=turned.get(row.state, row.state), cause_message=Message(row.metric))
        if row.flow == release.flow
        else row
        for row in release.rows
    ]
    told = shown(replace(given, release=replace(release, rows=tuple(slow))))
    assert "slow" in told.evidence
    assert "success" not in told.evidence


@pytest.mark.parametrize(
    ("advice", "words"),
    [
        (Advice(WayOut.ROLLBACK, "shop-app"), "Next: roll shop-app back"),
        (None, "Next: flag off or roll back"),
    ],
)
def test_whatever_way_out_is_recommended_is_named(advice: Advice | None, words: str) -> None:
    given = replace(moments.fault(), alerts=())
    assert given.release is not None
    assert step(replace(given, release=replace(given.release, advice=advice)))[0] == words


def test_after_a_press_one_waits_until_it_is_seen_and_then_for_the_metric() -> None:
    given = moments.fault()
    heard = pressed(Heard(), Press(off_key("coupon_v2"), given.at, "op"))
    found = shown(given, heard=heard).next_step
    assert found is not None
    assert found.words == "Next: wait until it is seen"
    assert step(moments.sent())[0] == "Next: wait until it is seen"
    assert step(moments.mending())[0] == "Next: wait for the metric"
    assert "Safe only" in shown(moments.mending()).evidence


def test_a_metric_that_is_back_ends_it() -> None:
    found = shown(moments.healed())
    assert found.sign is Sign.OK
    assert found.evidence == "Confirmed in 1 min 46 s, safe in 4 min 18 s."


def test_what_is_unknown_comes_before_everything_else_newest_first() -> None:
    given = moments.unknown()
    assert shown(given).text == "Nobody knows whether it is off: coupon_v2"
    assert shown(given).sign is Sign.UNKNOWN
    assert step(given)[0] == "Next: Roll back 3.1.4"
    assert step(replace(given, rollbacks=()))[0] == "Next: read the state now"
    found = unknown_operations(aiming(given))
    assert next(one.operation_id for one in found) == OFF_ID
    assert len(found) == 2
    assert unknown_operations(aiming(moments.sent())) == ()


def test_a_journal_that_cannot_be_read_is_said_before_the_launch() -> None:
    loading = shown(doubts.loading())
    assert (loading.sign, loading.text) == (Sign.UNKNOWN, "Reading the journal")
    broken = message(BoardCode.JOURNAL_BROKEN, kind="OSError")
    told = message(BoardCode.JOURNAL_UNREAD, why=broken)
    assert "cannot be read" in shown(replace(doubts.loading(), verdict=told)).text


def test_what_follows_a_semicolon_begins_like_a_sentence() -> None:
    verdict = message(BoardCode.RELEASE_WAITS_UNTIL, version="3.2.0", expected_s=1_260.0)
    assert shown(replace(moments.calm(), verdict=verdict)).evidence.startswith("At this traffic")


@pytest.mark.parametrize(
    ("phase", "words"), [(LaunchPhase.CLOSED, "closed"), (LaunchPhase.STOPPED, "stopped")]
)
def test_a_launch_that_is_over_is_in_the_journal(phase: LaunchPhase, words: str) -> None:
    given = with_launch(moments.closed(), phase=phase)
    assert words in shown(given).text
    assert step(given)[2] == "journal"


def test_unread_sources_are_unknown_and_lead_to_the_sources() -> None:
    for given in (doubts.stale(), doubts.error()):
        assert shown(given).sign is Sign.UNKNOWN
        assert step(given)[2] == "sources"


def test_unknown_flows_are_not_hidden_by_a_verdict_that_passes() -> None:
    given = replace(moments.watching(), state=TileState.UNKNOWN)
    assert shown(given).sign is Sign.UNKNOWN
    assert step(given)[0] == "Next: wait 10 min more"


def test_a_launch_that_everybody_has_is_watched_for_its_time_before_it_is_closed() -> None:
    given = with_launch(moments.watching(), bake_needed_s=600.0, bake_elapsed_s=180.0)
    assert step(given)[::2] == ("Next: wait 7 min more", "rollout")
    assert step(with_launch(given, bake_elapsed_s=600.0))[0] == "Next: close the launch"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", STATES)
def test_every_moment_has_a_line_in_both_languages(name: str, language: Language) -> None:
    found = shown(STATES[name](), language=language)
    words = found.next_step.words if found.next_step else ""
    assert found.text
    assert not any("ui." in text for text in (found.text, found.evidence, words))
    is_doubtful = name in {"empty", "loading", "stale", "error", "storm", "unknown"}
    assert not (is_doubtful and found.sign is Sign.OK)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two. Three.", ("One", "Two. Three.")),
        ("3.2.0 is out.", ("3.2.0 is out", "")),
        ("One; two.", ("One", "two.")),
        ("", ("", "")),
    ],
)
def test_a_text_is_split_after_its_first_sentence(text: str, parts: tuple[str, str]) -> None:
    assert split(text) == parts
