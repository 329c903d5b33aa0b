"""The sheet of the launch under way: answers from the journal beside what is measured now."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec import to_builtins

from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView, Rests
from cockpit.app.measuring import Reading, readings
from cockpit.app.past import Past
from cockpit.app.sheet_basis import rests
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import ReasonGiven
from cockpit.domain.gonogo import folded, why_not_go
from cockpit.domain.launch import Launch
from cockpit.domain.launch_life import Numbered
from cockpit.domain.sheet import (
    Item,
    Poll,
    Question,
    Said,
    Sheet,
    Subject,
)
from cockpit.domain.standings import ItemState, PollState
from cockpit.ports.workspace import ChecklistItem, Workspace
from cockpit.ports.workspace_checks import Check
from cockpit.ports.workspace_roles import Role

POLL_ORDER = (Role.MOBILE_LEAD, Role.BACKEND_LEAD, Role.DEVOPS, Role.QA, Role.PM)
"""Who speaks when; the product owner always, the others when they have anything to answer."""


def gonogo_view(workspace: Workspace, launch: Launch, snapshot: Snapshot, past: Past) -> GoNoGoView:
    """Return the sheet of the launch with the figures of this snapshot."""
    measured = readings(workspace, launch, snapshot, past)
    told = past.said.get(launch.launch_id, ())
    states = {item_id: one.state for item_id, one in measured.items()}
    sheet = folded(
        questions(workspace),
        roles(workspace),
        subject(workspace, launch),
        told,
        measured=states,
        now=snapshot.at,
    )
    stands_on = {
        one.id: _rests(workspace, one.check, measured[one.id], sheet, past)
        for one in workspace.checklist
        if one.check is not None
    }
    return _view(workspace, sheet, measured, stands_on, _reasons(told))


def questions(workspace: Workspace) -> tuple[Question, ...]:
    """Return the checklist as the rules see it."""
    return tuple(
        Question(one.id, one.role.value, one.fresh_for_s, one.check is not None)
        for one in workspace.checklist
    )


def roles(workspace: Workspace) -> tuple[str, ...]:
    """Return the roles that are polled, in their order: those with questions or people."""
    asked = {one.role for one in workspace.checklist}
    held = {role for person in workspace.people for role in person.roles}
    return tuple(role.value for role in POLL_ORDER if role is Role.PM or role in asked | held)


def subject(workspace: Workspace, launch: Launch) -> Subject:
    """Return what a Go to this launch is said to."""
    return Subject(
        launch.version,
        launch.build,
        policy_hash(workspace),
        launch.planned_at,
        is_exposed=launch.was_exposed,
    )


def policy_hash(workspace: Workspace) -> str:
    """Return the SHA-256, in hex, of what a launch is judged by: checklist, rollout and gates."""
    content = {
        "checklist": to_builtins(workspace.checklist),
        "rollout": to_builtins(workspace.rollout),
        "gates": to_builtins(workspace.gates),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def holders(workspace: Workspace, role: str) -> tuple[str, ...]:
    """Return the ids of the people who hold the role."""
    return tuple(one.id for one in workspace.people if role in one.roles)


def _view(
    workspace: Workspace,
    sheet: Sheet,
    measured: Mapping[str, Reading],
    stands_on: Mapping[str, Rests],
    reasons: Mapping[str, str],
) -> GoNoGoView:
    asked = {one.id: one for one in workspace.checklist}
    items = {one.question.item_id: one for one in sheet.items}
    count = dict.fromkeys(ItemState, 0)
    for item in sheet.items:
        count[item.state] += 1
    no_go = sheet.no_go
    reason = "" if no_go is None else _reason(no_go, reasons)
    return GoNoGoView(
        poll=tuple(_poll(workspace, sheet, one, reasons) for one in sheet.poll),
        items=tuple(
            _item(asked[item_id], one, measured.get(item_id), stands_on.get(item_id), sheet)
            for item_id, one in items.items()
        ),
        is_go=sheet.is_go,
        is_no_go=no_go is not None,
        no_go_by=None if no_go is None else no_go.by,
        no_go_reason=reason,
        no_go_row=None if no_go is None or reason else no_go.seq,
        why_not=why_not_go(sheet),
        passed_count=count[ItemState.ACCEPTED],
        objected_count=count[ItemState.OBJECTED],
        failed_count=count[ItemState.FAILED],
        unknown_count=count[ItemState.UNKNOWN] + count[ItemState.STALE],
        evidence_hash=sheet.evidence_hash,
        policy_hash=policy_hash(workspace),
    )


def _item(
    asked: ChecklistItem, item: Item, reading: Reading | None, stands_on: Rests | None, sheet: Sheet
) -> ItemView:
    answer = item.answer
    age_s = None if reading is None else reading.age_s
    has_objected = answer is not None and not answer.event.accepts
    if reading is None and answer is not None:
        age_s = max(0.0, (sheet.at - answer.at).total_seconds())
    return ItemView(
        item_id=asked.id,
        role=asked.role.value,
        question_ko=asked.question.ko,
        question_en=asked.question.en,
        state=item.state,
        is_automatic=reading is not None,
        measured=None if reading is None else reading.measured,
        value=None if answer is None or reading is not None else answer.event.value,
        source=None if reading is None else reading.source,
        age_s=age_s,
        answered_by=None if answer is None else answer.by,
        answered_at=None if answer is None else answer.at,
        objection=answer.event.note or answer.event.value if answer and has_objected else None,
        rests=stands_on,
    )


def _rests(workspace: Workspace, check: Check, reading: Reading, sheet: Sheet, past: Past) -> Rests:
    until_at = None if reading.age_s is None else sheet.at - timedelta(seconds=reading.age_s)
    return rests(workspace, check, reading.measured, until_at, past.launches)


def _poll(workspace: Workspace, sheet: Sheet, poll: Poll, reasons: Mapping[str, str]) -> PollView:
    mine = [one for one in sheet.items if one.question.role == poll.role]
    said = poll.said
    is_no_go = said is not None and poll.state is PollState.NO_GO
    return PollView(
        role=poll.role,
        state=poll.state,
        people=holders(workspace, poll.role),
        person=None if said is None else said.by,
        at=None if said is None else said.at,
        accepted_count=sum(one.state is ItemState.ACCEPTED for one in mine),
        item_count=len(mine),
        reason=_reason(said, reasons) if said is not None and is_no_go else "",
        void=poll.void,
        evidence_hash=sheet.evidence[poll.role],
    )


def _reasons(told: Sequence[Numbered]) -> dict[str, str]:
    """Return the reasons that were given afterwards, by the number of the row as text."""
    given = (one.entry.event for one in told)
    return {one.about: one.reason for one in given if isinstance(one, ReasonGiven)}


def _reason(said: Said, reasons: Mapping[str, str]) -> str:
    return reasons.get(str(said.seq)) or said.event.reason
