"""What the ladder below the comparison says of each stage, without widgets."""

from collections.abc import Sequence

from msgspec import Struct

from cockpit.app.launch_view import CheckView, LaunchView, StageView
from cockpit.domain.gate import OPENING
from cockpit.domain.standings import CheckState, StageState
from cockpit.ui.codes import WordCode
from cockpit.ui.headline import split
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.release_codes import LadderPageCode
from cockpit.ui.say import Say

MOST_STAGES = 3
AGAINST = (
    (CheckState.FAIL, Shape.BAD, WordCode.BAD),
    (CheckState.UNKNOWN, Shape.UNKNOWN, WordCode.UNKNOWN),
    (CheckState.WAIT, Shape.WAIT, WordCode.WAIT),
)
"""What keeps a gate shut, the gravest first."""


class Fact(Struct, frozen=True):
    """A line of a stage: its mark, what is the case, and more in small."""

    shape: Shape
    text: str
    note: str = ""


class StageText(Struct, frozen=True):
    """A stage: its share, its state in a word, when, and up to three lines."""

    exposure_pct: float
    shape: Shape
    word: str
    when: str
    facts: tuple[Fact, ...]


def stages(launch: LaunchView, say: Say) -> tuple[StageText, ...]:
    """Return the stages around the current one: the last one done, the current, the next."""
    shown = _around(launch.stages)
    return tuple(_stage(one, launch, say) for one in shown)


def _around(given: Sequence[StageView]) -> Sequence[StageView]:
    here = next(
        (place for place, one in enumerate(given) if one.state is not StageState.DONE),
        len(given) - 1,
    )
    first = min(max(0, here - 1), max(0, len(given) - MOST_STAGES))
    return given[first : first + MOST_STAGES]


def _stage(stage: StageView, launch: LaunchView, say: Say) -> StageText:
    match stage.state:
        case StageState.DONE:
            return _done(stage, say)
        case StageState.AHEAD:
            return _ahead(stage, launch, say)
        case StageState.CURRENT | StageState.FAILED:
            return _current(stage, launch, say)


def _done(stage: StageView, say: Say) -> StageText:
    end = say.on(stage.reached_at).time(stage.left_at)  # the day of its start stands before it
    when = say(LadderPageCode.SPAN, from_at=say.time(stage.reached_at), to_at=end)
    facts = [_checked(stage.checks, say), _sample(stage, say, Shape.OK)]
    if stage.second_person is not None:
        person = say.person(stage.second_person)
        facts.append(Fact(Shape.OK, say(LadderPageCode.SECOND, person=person)))
    word = say(LadderPageCode.DONE)
    return StageText(stage.exposure_pct, Shape.OK, word, when, tuple(facts))


def _checked(checks: Sequence[CheckView], say: Say) -> Fact:
    if not checks:
        return Fact(Shape.NONE, say(LadderPageCode.NO_CHECKS))
    passed = sum(one.state in OPENING for one in checks)
    shape = Shape.OK if passed == len(checks) else Shape.HALF
    return Fact(shape, say(LadderPageCode.CHECKS, passed=passed, total=len(checks)))


def _current(stage: StageView, launch: LaunchView, say: Say) -> StageText:
    checks = stage.checks if launch.gate is None else launch.gate.checks
    shape, word = _standing(stage, launch, checks)
    elapsed = say.clock(stage.bake_elapsed_s)
    when = f"{elapsed} / {say.clock(stage.bake_needed_s)}"
    against = _against(checks, say)
    facts = against[:2] if against else (_checked(checks, say),)
    enough = Shape.WAIT
    if stage.event_count is None:
        enough = Shape.UNKNOWN
    elif stage.event_count >= stage.minimum_events:
        enough = Shape.OK
    return StageText(
        stage.exposure_pct, shape, say(word), when, (*facts, _sample(stage, say, enough))
    )


def _standing(
    stage: StageView, launch: LaunchView, checks: Sequence[CheckView]
) -> tuple[Shape, LadderPageCode | WordCode]:
    """Return what the gate of the current stage is like: shut, unknown, held, open or waiting."""
    gate = launch.gate
    if stage.state is StageState.FAILED or (gate is not None and gate.must_leave):
        return Shape.BAD, LadderPageCode.BLOCKED
    if any(one.state is CheckState.UNKNOWN for one in checks):
        return Shape.UNKNOWN, WordCode.UNKNOWN
    if launch.is_held:
        return Shape.WAIT, LadderPageCode.HELD
    if gate is not None and gate.is_open:
        return Shape.OK, LadderPageCode.OPEN
    return Shape.OPEN, LadderPageCode.RUNNING


def _against(checks: Sequence[CheckView], say: Say) -> tuple[Fact, ...]:
    """Return what is against the gate: each state with its number, and the first of them."""
    found: list[Fact] = []
    for state, shape, code in AGAINST:
        those = [one for one in checks if one.state is state]
        if those:
            text = say(LadderPageCode.OF_STATE, state=say(code), count=len(those))
            found.append(Fact(shape, text, _names(those, say)))
    return tuple(found)


def _names(checks: Sequence[CheckView], say: Say) -> str:
    """Return what the checks are called: their sentences begin with it."""
    said = (split(say.text(one.message))[0].partition(": ")[0] for one in checks)
    return ", ".join(dict.fromkeys(said))


def _sample(stage: StageView, say: Say, shape: Shape) -> Fact:
    text = say(LadderPageCode.SAMPLE, count=say.count(stage.event_count))
    return Fact(shape, text, say(LadderPageCode.LEAST, least=say.count(stage.minimum_events)))


def _ahead(stage: StageView, launch: LaunchView, say: Say) -> StageText:
    gate = launch.gate
    is_next = stage.exposure_pct == launch.next_exposure_pct
    if not is_next or gate is None:
        when = say(LadderPageCode.NEXT if is_next else LadderPageCode.LATER)
        needs = say(LadderPageCode.BAKE_NEEDS, needed=say.clock(stage.bake_needed_s))
        sample = say(LadderPageCode.LEAST, least=say.count(stage.minimum_events))
        word = say(WordCode.LOCKED)
        return StageText(
            stage.exposure_pct, Shape.LOCK, word, when, (Fact(Shape.NONE, needs, sample),)
        )
    is_open = gate.is_open and not launch.is_held
    facts = [_missing(launch, say), _second(launch, say)]
    if launch.exposure_pct:
        facts.insert(1, _bake(launch, say))
    return StageText(
        stage.exposure_pct,
        Shape.OPEN if is_open else Shape.LOCK,
        say(LadderPageCode.OPEN if is_open else WordCode.LOCKED),
        say(LadderPageCode.NEXT),
        tuple(facts),
    )


def _missing(launch: LaunchView, say: Say) -> Fact:
    gate = launch.gate
    if gate is not None and gate.must_leave:
        return Fact(Shape.BAD, say(LadderPageCode.MUST_LEAVE))
    shut = [] if gate is None else [one for one in gate.checks if one.state not in OPENING]
    if not shut:
        return Fact(Shape.OK, say(LadderPageCode.NOTHING_MISSING))
    text = say(LadderPageCode.MISSING, count=len(shut))
    return Fact(Shape.NONE, text, _names(shut, say))


def _bake(launch: LaunchView, say: Say) -> Fact:
    needed_s = launch.bake_needed_s
    text = say(LadderPageCode.BAKE_NEEDS, needed=say.clock(needed_s))
    left_s = needed_s - (launch.bake_elapsed_s or 0.0)
    if left_s <= 0:
        return Fact(Shape.OK, text)
    return Fact(Shape.NONE, text, say(LadderPageCode.LEFT, age=say.clock(left_s)))


def _second(launch: LaunchView, say: Say) -> Fact:
    if launch.gate is not None and launch.gate.needs_second_person:
        return Fact(Shape.NONE, say(LadderPageCode.SECOND_OPEN))
    return Fact(Shape.NONE, say(LadderPageCode.SECOND_FREE))
