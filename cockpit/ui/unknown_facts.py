"""What is known of an operation with an unknown outcome, in words, without widgets."""

from datetime import datetime

from msgspec import Struct

from cockpit.app.snapshot import LeverView, OperationView, SourceView
from cockpit.domain.operations import Lever
from cockpit.ui.aim import Aiming, short_id
from cockpit.ui.course import course_of
from cockpit.ui.headline import UNKNOWN_CODES, split
from cockpit.ui.say import DASH, Say
from cockpit.ui.sign import Sign, sign_of
from cockpit.ui.unknown_codes import UnknownCode


class Stamp(Struct, frozen=True):
    """One of the five steps of an operation; OK is known, UNKNOWN is not, NONE is not yet."""

    name: str
    sign: Sign
    time: str
    note: str = ""


class Fact(Struct, frozen=True):
    """Something that is known: what about, what, and how old or how many."""

    about: str
    text: str
    note: str = ""
    sign: Sign | None = None


class Facts(Struct, frozen=True):
    """Everything that is told of one operation."""

    operation_id: str
    title: str
    why: str
    stamps: tuple[Stamp, ...]
    facts: tuple[Fact, ...]
    folded: str


def facts_of(given: Aiming, operation: OperationView) -> Facts:
    """Return what is known of the operation."""
    say = given.say
    title = say(UNKNOWN_CODES[operation.lever], target=operation.target)
    why = f"{split(say.text(operation.message, given.snapshot.at))[0]}. {say(UnknownCode.WHY)}"
    time = say.time_s(operation.asked_at)
    return Facts(
        operation_id=operation.operation_id,
        title=title,
        why=why,
        stamps=_stamps(given, operation),
        facts=tuple(_facts(given, operation)),
        folded=say(UnknownCode.FOLDED, title=title, time=time),
    )


def _stamps(given: Aiming, operation: OperationView) -> tuple[Stamp, ...]:
    say, done = given.say, course_of(operation, given.heard, given.now)
    note = say(UnknownCode.OPERATION, operation=short_id(operation.operation_id))
    not_yet = say(UnknownCode.STAMP_NOT_YET)
    return (
        Stamp(say(UnknownCode.ASKED), Sign.OK, say.time_s(done.asked_at), note),
        _stamp(say, say(UnknownCode.SENT), done.sent_at),
        _stamp(say, say(UnknownCode.ACCEPTED), done.accepted_at),
        _stamp(say, say(UnknownCode.SEEN), done.seen_at),
        Stamp(say(UnknownCode.BACK), Sign.NONE, not_yet, _metric(given, operation)[0]),
    )


def _stamp(say: Say, name: str, at: datetime | None) -> Stamp:
    if at is None:
        return Stamp(name, Sign.UNKNOWN, say(UnknownCode.STAMP_UNKNOWN))
    return Stamp(name, Sign.OK, say.time_s(at))


def _facts(given: Aiming, operation: OperationView) -> list[Fact]:
    say = given.say
    metric, note = _metric(given, operation)
    found = [Fact(say(UnknownCode.WANTED), _wanted(given, operation))]
    lever = _lever(given, operation)
    if lever is not None:
        age = DASH if lever.age_s is None else say.ago(lever.age_s + given.age_s)
        text = split(say.text(lever.message))[0]
        found.append(Fact(say(UnknownCode.LAST_SEEN), text, age, sign_of(lever.state)))
    source = _source(given, operation, lever)
    if source is not None:
        age = DASH if source.age_s is None else say.ago(source.age_s + given.age_s)
        text = split(say.text(source.message))[0]
        sign = Sign.OK if source.state.value == "ok" else Sign.UNKNOWN
        found.append(Fact(source.name, text, age, sign))
    found.append(Fact(say(UnknownCode.METRIC), metric, note))
    locked = say(UnknownCode.LOCKED_WHAT, target=operation.target)
    found.append(Fact(say(UnknownCode.LOCKED), locked))
    return found


def _wanted(given: Aiming, operation: OperationView) -> str:
    say = given.say
    match operation.lever:
        case Lever.FLAG_OFF:
            return say(UnknownCode.WANTED_OFF)
        case Lever.FLAG_ON:
            return say(UnknownCode.WANTED_ON)
        case Lever.EXPOSURE:
            return say(UnknownCode.WANTED_STEP)
        case _:
            backs = [one for one in given.snapshot.rollbacks if one.service == operation.target]
            version = next((one.to_version for one in backs if one.to_version), DASH)
            return say(UnknownCode.WANTED_BACK, version=version)


def _lever(given: Aiming, operation: OperationView) -> LeverView | None:
    if operation.lever is Lever.ROLLBACK:
        return None
    levers = given.snapshot.levers
    return next((one for one in levers if one.flag == operation.target), None)


def _source(given: Aiming, operation: OperationView, lever: LeverView | None) -> SourceView | None:
    snapshot = given.snapshot
    name = None if lever is None else lever.source
    for back in snapshot.rollbacks:
        if operation.lever is Lever.ROLLBACK and back.service == operation.target:
            name = back.source
    for target in () if snapshot.launch is None else snapshot.launch.targets:
        if name is None and target.flag == operation.target:
            name = target.source
    return next((one for one in snapshot.sources if one.name == name), None)


def _metric(given: Aiming, operation: OperationView) -> tuple[str, str]:
    """Return how often the flow fails that the target guards, on the new version, and its n."""
    snapshot, say = given.snapshot, given.say
    lever = _lever(given, operation)
    guarded = set(lever.guards) if lever is not None else set()
    release = snapshot.release
    if not guarded and release is not None and release.flow is not None:
        guarded = {release.flow}
    for flow in snapshot.flows:
        if flow.name in guarded and flow.new_success_ratio is not None:
            failed = say.ratio(1.0 - flow.new_success_ratio)
            text = say(UnknownCode.METRIC_SAYS, flow=say.name("flow", flow.name), failed=failed)
            version = "" if release is None else release.version
            count = say.count(flow.new_event_count)
            return text, say(UnknownCode.METRIC_NOTE, version=version, count=count)
    return say(UnknownCode.METRIC_NONE), ""
