"""Takes answers and sign-offs of the Go/No-Go, after asking who speaks and what stands against."""

from collections.abc import Mapping

from cockpit.app.gonogo import holders, questions, roles, subject
from cockpit.app.gonogo_view import GoNoGoView, ItemView
from cockpit.app.launches import Launches
from cockpit.app.sheet_codes import SignCode
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import Entry, Event, ItemAnswered, SignedOff
from cockpit.domain.gonogo import evidence_with, folded, to_accept, why_not_sign
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.sheet import (
    LAST,
    NOBODY,
    Answer,
    Sheet,
)
from cockpit.domain.standings import ItemState
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, Runs
from cockpit.ports.workspace import ChecklistItem, Workspace

MOST_AGE_S = 60.0
"""What was on the screen longer ago is signed by nobody."""


class SignOffs:
    """The Go/No-Go of the launch that goes on. Every call may raise `JournalError`.

    People speak for themselves or, at a shared screen, in the name of another of the workspace:
    nothing proves it until signatures exist. `actor` is who sits here. A workspace that names
    nobody lets everybody speak.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        launches: Launches,
        journal: Journal,
        clock: Clock,
        runs: Runs,
        actor: str,
    ) -> None:
        self._workspace = workspace
        self._launches = launches
        self._journal = journal
        self._clock = clock
        self._runs = runs
        self._actor = actor

    def answer(
        self,
        item_id: str,
        value: str,
        *,
        accepts: bool,
        note: str = "",
        as_person: str | None = None,
        seen: Snapshot | None,
    ) -> Message | None:
        """Write an answer down, or return why not; `seen` is what was on the screen.

        What is measured is accepted as it was seen. An objection says what is wrong, in `note`
        or else in `value`.
        """
        launch = self._launches.live()
        if launch is None:
            return message(SignCode.NO_LAUNCH)
        known = {one.id: one for one in self._workspace.checklist}
        item = known.get(item_id)
        if item is None:
            return message(SignCode.NO_SUCH_ITEM, given=item_id, known=", ".join(known) or None)
        person = as_person or self._actor
        text, note, measured = value.strip(), note.strip(), None
        refusal = self._why_not_person(person, item.role)
        if item.check is not None:
            view = self._item_seen(item, launch, seen)
            measured = None if isinstance(view, Message) else view.measured
            refusal = refusal or (_why_not_accepted(view) if accepts else None)
        elif accepts and not text:
            refusal = refusal or message(SignCode.NO_VALUE, item=item_id)
        if not accepts and not (text or note):
            refusal = refusal or message(SignCode.NO_OBJECTION, item=item_id)
        if refusal is None:
            event = ItemAnswered(
                launch.launch_id, item_id, item.role.value, text, accepts, measured, note
            )
            self._append(event, person, launch)
        return refusal

    def sign(
        self, role: str, *, as_person: str | None = None, seen: Snapshot | None
    ) -> Message | None:
        """Write down that the role says Go to the evidence that was `seen`, or return why not.

        What is measured, as asked and not answered yet, is accepted along with it.
        """
        launch = self._launches.live()
        if launch is None:
            return message(SignCode.NO_LAUNCH)
        polled = roles(self._workspace)
        if role not in polled:
            return message(SignCode.NO_SUCH_ROLE, given=role, known=", ".join(polled))
        person = as_person or self._actor
        view = self._why_not_person(person, role) or self._seen(launch, seen)
        if isinstance(view, Message):
            return view
        sheet = self._sheet(launch, _as_measured(view))
        refusal = why_not_sign(sheet, role)
        if any(one.role == role and one.evidence_hash != sheet.evidence[role] for one in view.poll):
            refusal = message(SignCode.MOVED_ON, role=role)
        if refusal is None:
            self._go(launch, sheet, role, person, view)
        return refusal

    def no_go(self, reason: str = "", *, as_person: str | None = None) -> Message | None:
        """Write a No-Go down, by anybody at any time; return why not when there is no launch.

        It is said for the first role that the person holds in the order of the poll.
        """
        launch = self._launches.live()
        if launch is None:
            return message(SignCode.NO_LAUNCH)
        person = as_person or self._actor
        polled = roles(self._workspace)
        held = (one for one in polled if person in holders(self._workspace, one))
        judged = subject(self._workspace, launch)
        event = SignedOff(
            launch.launch_id,
            next(held, NOBODY),
            is_go=False,
            version=launch.version,
            build=launch.build,
            policy_hash=judged.policy_hash,
            evidence_hash=self._sheet(launch, {}).evidence[LAST],
            reason=reason.strip(),
        )
        self._append(event, person, launch)
        return None

    def _go(self, launch: Launch, sheet: Sheet, role: str, person: str, view: GoNoGoView) -> None:
        shown = {one.item_id: one for one in view.items}
        answers = tuple(
            ItemAnswered(
                launch.launch_id,
                one.question.item_id,
                role,
                "",
                accepts=True,
                measured=shown[one.question.item_id].measured,
            )
            for one in to_accept(sheet, role)
        )
        for answer in answers:
            self._append(answer, person, launch)
        judged, now = subject(self._workspace, launch), self._clock.now()
        accepted = (Answer(one, person, now) for one in answers)
        event = SignedOff(
            launch.launch_id,
            role,
            is_go=True,
            version=launch.version,
            build=launch.build,
            policy_hash=judged.policy_hash,
            evidence_hash=evidence_with(sheet, role, accepted, judged),
        )
        self._append(event, person, launch)

    def _sheet(self, launch: Launch, measured: Mapping[str, ItemState]) -> Sheet:
        return folded(
            questions(self._workspace),
            roles(self._workspace),
            subject(self._workspace, launch),
            self._launches.past().said.get(launch.launch_id, ()),
            measured=measured,
            now=self._clock.now(),
        )

    def _seen(self, launch: Launch, seen: Snapshot | None) -> GoNoGoView | Message:
        """Return the sheet that was on the screen; why it cannot be spoken about, else."""
        view = None if seen is None else seen.gonogo
        if seen is None or view is None or seen.launch is None:
            return message(SignCode.NOT_SEEN, most_s=MOST_AGE_S)
        age_s = (self._clock.now() - seen.at).total_seconds()
        if age_s > MOST_AGE_S or seen.launch.launch_id != launch.launch_id:
            return message(SignCode.NOT_SEEN, most_s=MOST_AGE_S)
        return view

    def _item_seen(
        self, item: ChecklistItem, launch: Launch, seen: Snapshot | None
    ) -> ItemView | Message:
        view = self._seen(launch, seen)
        if isinstance(view, Message):
            return view
        found = (one for one in view.items if one.item_id == item.id)
        return next(found, message(SignCode.NOT_SEEN, most_s=MOST_AGE_S))

    def _why_not_person(self, person: str, role: str) -> Message | None:
        people = [one.id for one in self._workspace.people]
        if not people:
            return None
        if person not in people:
            return message(SignCode.STRANGER, person=person, known=", ".join(people))
        held_by = holders(self._workspace, role)
        if not held_by:
            return message(SignCode.ROLE_VACANT, role=str(role))
        if person not in held_by:
            names = ", ".join(held_by)
            return message(SignCode.NOT_THE_ROLE, person=person, role=str(role), known=names)
        return None

    def _append(self, event: Event, person: str, launch: Launch) -> None:
        self._journal.append(
            Entry(
                at=self._clock.now(),
                monotonic_s=self._clock.monotonic_s(),
                run_id=self._runs.run_id,
                actor=person,
                event=event,
                is_drill=launch.is_drill,
            )
        )


def _as_measured(view: GoNoGoView) -> dict[str, ItemState]:
    """Return what each check showed; that of an item with an objection does not matter."""
    shut = {ItemState.FAILED, ItemState.UNKNOWN}
    return {
        one.item_id: one.state if one.state in shut else ItemState.OPEN
        for one in view.items
        if one.is_automatic
    }


def _why_not_accepted(view: ItemView | Message) -> Message | None:
    if isinstance(view, Message):
        return view
    if view.state is ItemState.FAILED:
        return message(SignCode.OUT_OF_BOUNDS, item=view.item_id, told=view.measured)
    if view.measured is None:
        return message(SignCode.NOT_MEASURED, item=view.item_id, told=view.source)
    return None
