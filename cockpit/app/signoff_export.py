"""What a journal tells of the Go/No-Go of a release, for a file that travels to a pipeline."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from cockpit.app.past import Past
from cockpit.app.sheet_codes import SignCode
from cockpit.domain.events import ItemAnswered, SignedOff
from cockpit.domain.launch import Launch
from cockpit.domain.launch_life import Numbered
from cockpit.domain.message import Message, message
from cockpit.domain.unresolved import Operation
from cockpit.ports.signoff_file import DrillSaid, ExceptionSaid, ItemSaid, RoleSaid, SignOffFile


def sign_off_of(
    past: Past, launch: Launch, *, exported_by: str, now: datetime, checkpoint: str
) -> SignOffFile | Message:
    """Return the Go or No-Go of the launch; that there is none yet, else.

    A No-Go of anybody that stands after the product owner's Go is the word that counts.
    """
    told = past.said.get(launch.launch_id, ())
    word = _decision(told, launch)
    if word is None:
        return message(SignCode.NOTHING_SAID, version=launch.version)
    row, event = word
    return SignOffFile(
        service=launch.service,
        version=event.version,
        build=event.build,
        role=event.role,
        person=row.entry.actor,
        is_go=event.is_go,
        policy_sha256=event.policy_hash,
        evidence_sha256=event.evidence_hash,
        signed_at=row.entry.at,
        exported_by=exported_by,
        exported_at=now,
        launch_id=launch.launch_id,
        roles=tuple(_roles(told)),
        answers=tuple(_answers(told)),
        exceptions=tuple(
            ExceptionSaid(one.check, one.exposure_pct, one.by, one.reason, one.at)
            for one in launch.accepted
        ),
        drills=tuple(_drills(past.operations)),
        checkpoint=checkpoint,
    )


def _decision(told: Sequence[Numbered], launch: Launch) -> tuple[Numbered, SignedOff] | None:
    """Return the row that decides: the No-Go in force, else the product owner's Go."""
    said = launch.no_go or launch.go
    for row in told:
        if said is not None and row.seq == said.seq and isinstance(row.entry.event, SignedOff):
            return row, row.entry.event
    return None


def _roles(told: Sequence[Numbered]) -> Iterator[RoleSaid]:
    newest: dict[str, RoleSaid] = {}
    for row in told:
        event = row.entry.event
        if isinstance(event, SignedOff):
            newest[event.role] = RoleSaid(
                event.role, row.entry.actor, event.is_go, row.entry.at, event.reason
            )
    yield from newest.values()


def _answers(told: Sequence[Numbered]) -> Iterator[ItemSaid]:
    newest: dict[str, ItemSaid] = {}
    for row in told:
        event = row.entry.event
        if isinstance(event, ItemAnswered):
            newest[event.item_id] = ItemSaid(
                event.item_id,
                event.role,
                row.entry.actor,
                event.accepts,
                event.value,
                event.note,
                row.entry.at,
            )
    yield from newest.values()


def _drills(operations: Mapping[str, Operation]) -> Iterator[DrillSaid]:
    """Yield the newest drill of each lever whose effect was seen."""
    newest: dict[tuple[str, str], DrillSaid] = {}
    for one in operations.values():
        seen_at, order = one.stamps.seen_at, one.intent.order
        if one.is_drill and seen_at is not None:
            key = (order.lever.value, order.target.name)
            newest[key] = DrillSaid(*key, seen_at)
    yield from newest.values()
