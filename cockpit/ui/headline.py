"""The verdict line of the strip: what a person has to know first, why, and the next step."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import OperationView, ReleaseView, SourceState, TileState
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Cause, CheckState, ItemState, LaunchPhase, PollState, Status
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.aim import Aiming, AimState, advised, back_aim, going_out, off_aim
from cockpit.ui.course import Stand, course_of
from cockpit.ui.headline_codes import HeadlineCode, NextCode
from cockpit.ui.say import Say
from cockpit.ui.sign import Sign, gravest, sign_of
from cockpit.ui.unknown_ways import ways_of
from cockpit.words.language import Language

if TYPE_CHECKING:  # there is no launch to see before the journal is read
    from cockpit.app.gonogo_view import GoNoGoView
    from cockpit.app.launch_view import GateView, LaunchView


class Deed(StrEnum):
    """What the small button of the next step does."""

    PAGE = "page"
    DEPLOYED = "deployed"


class NextStep(Struct, frozen=True):
    """The one obvious next step: in words, and a button when there is something to press."""

    words: str
    button: str = ""
    deed: Deed = Deed.PAGE
    page: str = ""


class Headline(Struct, frozen=True):
    """The verdict in one sentence, what speaks for it, and what comes next."""

    sign: Sign
    text: str
    evidence: str = ""
    next_step: NextStep | None = None


UNKNOWN_CODES = {
    Lever.FLAG_OFF: HeadlineCode.UNKNOWN_OFF,
    Lever.FLAG_ON: HeadlineCode.UNKNOWN_ON,
    Lever.EXPOSURE: HeadlineCode.UNKNOWN_STEP,
    Lever.ROLLBACK: HeadlineCode.UNKNOWN_BACK,
}

VERDICT_SIGNS = {
    State.PASS: Sign.OK,
    State.WAIT: Sign.WAIT,
    State.FAIL: Sign.BAD,
    State.NO_DATA: Sign.UNKNOWN,
}


def headline(given: Aiming) -> Headline:
    """Return the line: what is unknown first, then where the launch stands, then its verdict."""
    if (unknown := _unknown(given)) is not None:
        return unknown
    if given.snapshot.verdict.code in {BoardCode.JOURNAL_UNREAD, BoardCode.JOURNAL_BROKEN}:
        return _unread(given)
    launch = going_out(given.snapshot)
    return _without_launch(given) if launch is None else _of_launch(given, launch)


def _of_launch(given: Aiming, launch: "LaunchView") -> Headline:
    match launch.phase:
        case LaunchPhase.PLANNED:
            return _planned(given)
        case LaunchPhase.GO:
            say = given.say
            step = NextStep(say(NextCode.DEPLOY), say(NextCode.DEPLOY_BUTTON), Deed.DEPLOYED)
            return Headline(Sign.OK, say(HeadlineCode.GO), say(HeadlineCode.GO_WHY), step)
        case LaunchPhase.DEPLOYED:
            return _deployed(given, launch)
        case _:
            return _released(given, launch)


def split(text: str) -> tuple[str, str]:
    """Return the first sentence without its full stop, and what follows; a semicolon ends one."""
    found = _END.search(text)
    if found is None:
        return text.removesuffix("."), ""
    return text[: found.start()], text[found.end() :]


_END = re.compile(r"[.;] ")


def _told(given: Aiming, sign: Sign, step: NextStep | None, evidence: str = "") -> Headline:
    verdict, release = given.snapshot.verdict, given.snapshot.release
    if verdict.code == BoardCode.UNRESOLVED and release is not None:
        verdict = release.verdict  # what is only under way is told where it was pressed
    first, rest = split(given.say.text(verdict, given.snapshot.at))
    return Headline(sign, first, evidence or _sentence(rest), step)


def _sentence(text: str) -> str:
    """Return what follows a semicolon as a sentence of its own."""
    return text[:1].upper() + text[1:]


def unknown_operations(given: Aiming) -> tuple[OperationView, ...]:
    """Return the operations of which nobody knows the outcome, newest first."""
    unresolved = (
        one for one in given.snapshot.operations if one.status in {Status.OPEN, Status.UNKNOWN}
    )
    unknown = [
        one for one in unresolved if course_of(one, given.heard, given.now).stand is Stand.UNKNOWN
    ]
    return tuple(sorted(unknown, key=lambda one: one.asked_at, reverse=True))


def _unknown(given: Aiming) -> Headline | None:
    found = unknown_operations(given)
    if not found:
        return None
    newest, say = found[0], given.say
    text = say(UNKNOWN_CODES[newest.lever], target=newest.target)
    ways = ways_of(given, newest, None)
    way = ways.other or ways.back
    words = say(NextCode.READ_NOW) if way is None else say(NextCode.INSTEAD, what=way.what)
    return Headline(
        Sign.UNKNOWN, text, split(say.text(newest.message, given.snapshot.at))[0], NextStep(words)
    )


def _unread(given: Aiming) -> Headline:
    """Return that nothing of the journal is known: not yet, or why it cannot be read."""
    why, say = given.snapshot.verdict.value("why"), given.say
    if isinstance(why, Message) and why.code == BoardCode.JOURNAL_READING:
        return Headline(Sign.UNKNOWN, say(HeadlineCode.READING), say(HeadlineCode.READING_WHY))
    return _told(given, Sign.UNKNOWN, None)


def _without_launch(given: Aiming) -> Headline:
    snapshot, say, launch = given.snapshot, given.say, given.snapshot.launch
    sign = sign_of(snapshot.state)
    if snapshot.verdict.code in {BoardCode.FLOW_FIRST, BoardCode.FLAGS_UNREAD}:
        return _told(given, sign, _sources(given))
    if launch is not None:
        is_done = launch.phase is LaunchPhase.CLOSED
        code = HeadlineCode.CLOSED if is_done else HeadlineCode.STOPPED
        step = NextStep(say(NextCode.READ), say(NextCode.READ_BUTTON), page="journal")
        why = say(HeadlineCode.OVER_WHY)
        return Headline(sign, say(code, version=launch.version), why, step)
    watched = say(
        HeadlineCode.NO_LAUNCH_FINE,
        flow_count=len(snapshot.flows),
        kpi_count=len(snapshot.kpis),
    )
    step = NextStep(say(NextCode.PLAN), say(NextCode.PLAN_BUTTON), page="rollout")
    return Headline(sign, say(HeadlineCode.NO_LAUNCH), watched, step)


def _planned(given: Aiming) -> Headline:
    say, sheet = given.say, given.snapshot.gonogo
    words = NextCode.CHECK if sheet is None else _step_of_sheet(sheet)
    check = NextStep(say(words), say(NextCode.CHECK_BUTTON), page="gonogo")
    if sheet is None:
        return Headline(Sign.UNKNOWN, say(HeadlineCode.SHEET_UNREAD), next_step=check)
    if sheet.is_no_go:
        text = say(HeadlineCode.NO_GO, person=say.person(sheet.no_go_by))
        why = sheet.no_go_reason or say(HeadlineCode.NO_GO_NO_REASON)
        return Headline(Sign.WARN, text, why, check)
    if sheet.objected_count or sheet.failed_count:
        text = say(HeadlineCode.BLOCKED, what=_blocked_by(sheet, say))
        return Headline(Sign.WARN, text, _objection(sheet, say), check)
    asked = [one.role for one in sheet.poll if one.state is PollState.ASKED]
    if asked and sheet.poll[-1].role in asked:
        sign_step = NextStep(say(NextCode.SIGN), say(NextCode.CHECK_BUTTON), page="gonogo")
        is_all = sheet.passed_count == len(sheet.items)
        code = HeadlineCode.PM_LEFT_WHY if is_all else HeadlineCode.PM_LEFT_SOME
        why = say(code, passed_count=sheet.passed_count, item_count=len(sheet.items))
        return Headline(Sign.OPEN, say(HeadlineCode.PM_LEFT), why, sign_step)
    text = say(
        HeadlineCode.CHECKING,
        passed_count=sheet.passed_count,
        unknown_count=sheet.unknown_count,
    )
    return Headline(Sign.OPEN, text, say(HeadlineCode.CHECKING_WHY), check)


def _step_of_sheet(sheet: "GoNoGoView") -> NextCode:
    """Return what is to be done about the sheet, the gravest first."""
    if sheet.is_no_go:
        return NextCode.LIFT if sheet.no_go_reason else NextCode.WHY
    if sheet.objected_count:
        return NextCode.OBJECTION
    return NextCode.MEND if sheet.failed_count else NextCode.CHECK


def _blocked_by(sheet: "GoNoGoView", say: Say) -> str:
    parts = []
    if sheet.objected_count:
        parts.append(say(HeadlineCode.OBJECTED, item_count=sheet.objected_count))
    if sheet.failed_count:
        parts.append(say(HeadlineCode.FAILED, item_count=sheet.failed_count))
    return ", ".join(parts)


def _objection(sheet: "GoNoGoView", say: Say) -> str:
    """Return the first question that is objected to or fails, and why."""
    for item in sheet.items:
        if item.state in {ItemState.OBJECTED, ItemState.FAILED}:
            is_korean = say.language is Language.KO
            question = item.question_ko if is_korean else item.question_en
            why = item.objection or (say.text(item.measured) if item.measured else item.value)
            return say(HeadlineCode.ITEM, question=question, why=why)
    return ""


def _deployed(given: Aiming, launch: "LaunchView") -> Headline:
    say = given.say
    words = say(NextCode.FIRST, exposure_pct=launch.next_exposure_pct)
    step = NextStep(words, say(NextCode.ROLLOUT_BUTTON), page="rollout")
    if launch.is_held:
        return Headline(Sign.OPEN, say(HeadlineCode.DEPLOYED), _held(launch, say), _resume(say))
    why = say(HeadlineCode.DEPLOYED_WHY)
    return Headline(Sign.OPEN, say(HeadlineCode.DEPLOYED), why, step)


def _released(given: Aiming, launch: "LaunchView") -> Headline:
    release, say = given.snapshot.release, given.say
    if given.snapshot.verdict.code == BoardCode.BACK_IN_BAND:
        words = say(NextCode.SETTLE)
        step = NextStep(words, say(NextCode.ROLLOUT_BUTTON), page="rollout")
        return _told(given, Sign.OK, step, _took(given))
    if release is None:
        return _told(given, Sign.UNKNOWN, _sources(given))
    if (trouble := _trouble(given, launch, release)) is not None:
        return trouble
    sign = gravest((VERDICT_SIGNS[release.state], _sign_of_flows(given)))
    if launch.is_held:
        return _told(given, sign, _resume(say), _held(launch, say))
    why = _gate_told(given, launch.gate) if release.state is State.WAIT and launch.gate else ""
    return _told(given, sign, _sources(given) or _stage_step(given, launch), why)


def _gate_told(given: Aiming, gate: "GateView") -> str:
    """Return how far the gate is, which does not wait for all proofs; "" where nobody knows."""
    say = given.say
    if gate.is_open:
        return say(HeadlineCode.GATE_OPEN)
    if gate.earliest_at is None:
        return ""
    return say(HeadlineCode.GATE_UNTIL, time=say.on(given.now).time(gate.earliest_at))


def _trouble(given: Aiming, launch: "LaunchView", release: ReleaseView) -> Headline | None:
    """Return what has to be acted upon, the comparison first; None without trouble."""
    snapshot = given.snapshot
    if release.state is State.FAIL:
        return _failing(given, release)
    if launch.gate is not None and launch.gate.must_leave:
        return _shut(given, launch.gate)
    if snapshot.verdict.code == BoardCode.FLOW_FIRST and snapshot.state is TileState.BAD:
        return _breaking(given, release)
    return None


def _sign_of_flows(given: Aiming) -> Sign:
    """Return the state of everything; what is fine adds nothing to what is proved.

    A comparison that waits is no warning: it has a quiet sign of its own.
    """
    snapshot = given.snapshot
    is_warned = any(one.state is TileState.WARN for one in snapshot.flows)
    if snapshot.state is TileState.OK or (snapshot.state is TileState.WARN and not is_warned):
        return Sign.NONE
    return sign_of(snapshot.state)


def _pulled(given: Aiming) -> Headline | None:
    """Return that a way out was pulled and its effect is awaited; None when none was."""
    say = given.say
    done = [one for one in given.snapshot.operations if one.status is Status.CONFIRMED]
    pulled = [one for one in done if one.lever in {Lever.FLAG_OFF, Lever.ROLLBACK}]
    if pulled and pulled[-1].back_in_band_at is None:
        is_off = pulled[-1].lever is Lever.FLAG_OFF
        code = HeadlineCode.OFF_SEEN if is_off else HeadlineCode.BACK_SEEN
        seen = say(code, target=pulled[-1].target)
        return _told(given, Sign.BAD, NextStep(say(NextCode.AWAIT)), seen)
    return None


def _failing(given: Aiming, release: ReleaseView) -> Headline:
    if (awaited := _pulled(given)) is not None:
        return awaited
    say = given.say
    own = [one for one in release.rows if (one.state, one.flow) == (State.FAIL, release.flow)]
    row = max(own, key=lambda one: one.evidence, default=None)
    why = say.text(row.cause_message) if row is not None else ""
    return _told(given, Sign.BAD, NextStep(_way_out(given)), why)


def _breaking(given: Aiming, release: ReleaseView) -> Headline:
    """Return that a promise is breaking while no comparison says whose fault it is."""
    if (awaited := _pulled(given)) is not None:
        return awaited
    is_told = release.cause is Cause.RELEASE_OR_EXTERNAL
    why = split(given.say.text(release.verdict, given.snapshot.at))[0] if is_told else ""
    return _told(given, Sign.BAD, NextStep(_way_out(given)), _sentence(why))


def _way_out(given: Aiming) -> str:
    say = given.say
    if AimState.SENT in {off_aim(given).state, back_aim(given).state}:
        return say(NextCode.LOOKING)
    return _advice(advised(given.snapshot), say)


def _shut(given: Aiming, gate: "GateView") -> Headline:
    """Return that a check has failed although the comparison as a whole has not."""
    say = given.say
    failed = (one for one in gate.checks if one.state is CheckState.FAIL)
    why = next((split(say.text(one.message, given.snapshot.at))[0] for one in failed), "")
    advice = advised(given.snapshot)
    words = say(NextCode.LEAVE) if advice is None else _advice(advice, say)
    return Headline(Sign.BAD, say(HeadlineCode.SHUT), why, NextStep(words))


def _advice(advice: Advice | None, say: Say) -> str:
    if advice is None:
        return say(NextCode.LEAVE)
    code = NextCode.OFF if advice.way_out is WayOut.FLAG_OFF else NextCode.BACK
    return say(code, target=advice.name)


def _stage_step(given: Aiming, launch: "LaunchView") -> NextStep | None:
    """Return the step of a stage: on through the open gate, or what the gate waits for."""
    say, gate = given.say, launch.gate
    if given.snapshot.verdict.code == BoardCode.NO_CONTROL_WORSE:
        return NextStep(say(NextCode.WATCH), say(NextCode.WATCH_BUTTON), page="flow")
    left_s = launch.bake_needed_s - (launch.bake_elapsed_s or 0.0) - given.age_s
    if launch.phase is LaunchPhase.WATCHING or launch.next_exposure_pct is None:
        words = say(NextCode.BAKE, age=say.age(left_s)) if left_s > 0 else say(NextCode.CLOSE)
        return NextStep(words, say(NextCode.ROLLOUT_BUTTON), page="rollout")
    if gate is None:
        return None
    if gate.is_open:
        words = say(NextCode.STEP, exposure_pct=launch.next_exposure_pct)
        return NextStep(words, say(NextCode.ROLLOUT_BUTTON), page="rollout")
    if gate.earliest_at is not None:
        left_s = max(left_s, (gate.earliest_at - given.now).total_seconds())
    words = say(NextCode.BAKE, age=say.age(left_s)) if left_s > 0 else ""
    if not words and launch.next_refusal is not None:
        words = say(NextCode.GATE)
    return NextStep(words, say(NextCode.GATE_BUTTON), page="release")


def _sources(given: Aiming) -> NextStep | None:
    """Return the way to the sources when one of them cannot be read; None when all are."""
    fine = {SourceState.OK, SourceState.WAITING, SourceState.SLOW}
    if all(one.state in fine for one in given.snapshot.sources):
        return None
    say = given.say
    return NextStep(say(NextCode.SOURCES), say(NextCode.SOURCES_BUTTON), page="sources")


def _held(launch: "LaunchView", say: Say) -> str:
    if not launch.hold_reason:
        return say(HeadlineCode.HELD_BY, person=say.person(launch.held_by))
    return say(HeadlineCode.HELD, reason=launch.hold_reason)


def _resume(say: Say) -> NextStep:
    return NextStep(say(NextCode.RESUME), say(NextCode.ROLLOUT_BUTTON), page="rollout")


def _took(given: Aiming) -> str:
    say = given.say
    for one in reversed(given.snapshot.operations):
        if one.seen_at is not None and one.back_in_band_at is not None:
            seen_s = (one.seen_at - one.asked_at).total_seconds()
            back_s = (one.back_in_band_at - one.asked_at).total_seconds()
            return say(HeadlineCode.TOOK, age=say.age(seen_s), back=say.age(back_s))
    return ""
