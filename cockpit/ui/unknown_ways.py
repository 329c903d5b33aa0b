"""The ways out of an unknown outcome, from narrow to wide: worked out without widgets."""

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.snapshot import LeverView, OperationView
from cockpit.domain.operations import Lever
from cockpit.ui.aim import Aim, Aiming, AimState, Wanted, back_aim, off_aim
from cockpit.ui.say import DASH
from cockpit.ui.unknown_codes import UnknownCode


class Ways(Struct, frozen=True):
    """What can be held beside reading, sending again and closing; None where there is nothing.

    `on_call` tells whom to ask.
    """

    other: Aim | None
    back: Aim | None
    on_call: str


def ways_of(given: Aiming, operation: OperationView, on_call: tuple[str, str] | None) -> Ways:
    """Return the ways; `on_call` is a person's name and phone, None when nobody is named.

    One of them is recommended: the other lever if there is one, else the rollback.
    """
    other, back = _other(given, operation), _back(given, operation)
    if other is not None:
        other = _recommended(other)
        back = None if back is None else _plain(back)
    elif back is not None:
        back = _recommended(back)
    say = given.say
    told = say(UnknownCode.NO_ON_CALL)
    if on_call is not None:
        person, phone = on_call
        told = say(UnknownCode.ON_CALL, person=person, phone=phone or DASH)
    return Ways(other, back, told)


def _other(given: Aiming, operation: OperationView) -> Aim | None:
    """Return another flag that guards the same flows, or that a step or rollback leaves free."""
    levers = given.snapshot.levers
    mine = next((one for one in levers if one.flag == operation.target), None)
    guards = set(mine.guards) if mine is not None else set()
    release = given.snapshot.release
    if not guards and release is not None and release.flow is not None:
        guards = {release.flow}
    for lever in levers:
        if lever.flag != operation.target and _guards(lever, guards):
            aim = off_aim(replace(given, wanted=Wanted(flag=lever.flag)))
            return aim if aim.state in _FREE else None
    return None


def _back(given: Aiming, operation: OperationView) -> Aim | None:
    if operation.lever is Lever.ROLLBACK:
        return None
    aim = back_aim(given)
    return aim if aim.key and aim.state in _FREE else None


_FREE = {AimState.ARMED, AimState.RECOMMENDED}


def _guards(lever: LeverView, flows: set[str]) -> bool:
    return bool(flows & set(lever.guards))


def _recommended(aim: Aim) -> Aim:
    return replace(aim, state=AimState.RECOMMENDED)


def _plain(aim: Aim) -> Aim:
    return replace(aim, state=AimState.ARMED)
