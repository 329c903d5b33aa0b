"""The launch that the demo begins with: planned, and Go said by everybody but the product owner."""

from collections.abc import Iterator, Mapping

from cockpit.app.gonogo import holders
from cockpit.app.gonogo_view import GoNoGoView
from cockpit.app.launches import LaunchPlan, proposed_baseline
from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.codes import DemoCode
from cockpit.bootstrap.inline import Inline
from cockpit.domain.message import Message, message
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_roles import Role

VERSION, BUILD = "3.2.0", "320"
ANSWERS: Mapping[str, str] = {
    "store_review": "Play, App Store",
    "contract_tests": "128/128",
    "e2e": "42/42",
    "critical_bugs": "0",
}
"""What the roles answer to the questions that nothing measures."""

LOOK_S = 2.5
PATIENCE_S = 600.0


class NotPreparedError(Exception):
    """The demo could not be brought to its beginning."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told


def prepare(inline: Inline) -> None:
    """Plan the launch, answer what nothing measures, and let all but the product owner say Go.

    Waits on the cockpit's clock; raises `NotPreparedError` and `JournalError`.
    """
    workspace = inline.cockpit.workspace
    plan = LaunchPlan(VERSION, BUILD, proposed_baseline(inline.look().versions, VERSION))
    opened = inline.launches.open(plan, is_drill=True)
    if isinstance(opened, Message):
        raise NotPreparedError(opened)
    for item_id, value, person in answers(workspace):
        _want(inline.sign_offs.answer(item_id, value, accepts=True, as_person=person, seen=None))
    seen, sheet = _known_sheet(inline, opened.launch_id)
    for polled in sheet.poll:
        if polled.role != Role.PM:
            _want(inline.sign_offs.sign(polled.role, as_person=polled.people[0], seen=seen))


def answers(workspace: Workspace) -> Iterator[tuple[str, str, str]]:
    """Yield each question that nothing measures, its answer, and who gives it."""
    for item_id, value in ANSWERS.items():
        yield item_id, value, holders(workspace, _role_of(workspace, item_id))[0]


def _known_sheet(inline: Inline, launch_id: str) -> tuple[Snapshot, GoNoGoView]:
    """Return what the watch sees once every question of the sheet has its value."""
    clock = inline.cockpit.clock
    until_s = clock.monotonic_s() + PATIENCE_S
    while clock.monotonic_s() < until_s:
        clock.wait_s(LOOK_S)
        seen = inline.watch()
        is_it = seen.launch is not None and seen.launch.launch_id == launch_id
        if seen.gonogo is not None and is_it and not seen.gonogo.unknown_count:
            return seen, seen.gonogo
    raise NotPreparedError(message(DemoCode.NO_SHEET))


def _role_of(workspace: Workspace, item_id: str) -> Role:
    return next(one.role for one in workspace.checklist if one.id == item_id)


def _want(refusal: Message | None) -> None:
    if refusal is not None:
        raise NotPreparedError(refusal)
