"""The course of one operation, put together from the snapshot and from what was heard since."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.app.underway import ActionProgress
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Outcome
from cockpit.domain.standings import Status
from cockpit.ui.heard import Heard

JUST_S = 15.0
"""An intent without any news counts as just sent for so long; afterwards nobody knows."""

REFUSED_S = 20.0
"""How long a refusal stays on a button before it can be read as one that may be pressed."""

SEEN_S = 60.0
"""How long an effect that was only heard of waits for a snapshot that shows it."""


class Stand(StrEnum):
    """Where an operation stands, as a person has to see it."""

    SENT = "sent"
    SEEN = "seen"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Course(Struct, frozen=True):
    """An operation and its stamps; what is not known is None. `operation_id` may be ""."""

    operation_id: str
    stand: Stand
    asked_at: datetime
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    seen_at: datetime | None = None
    clients_by_at: datetime | None = None
    back_at: datetime | None = None
    detail: Message | None = None
    to_version: str | None = None


class Side(Struct, frozen=True):
    """What a way out moves: `target` is the flag, or the service of a rollback."""

    key: str
    lever: Lever
    target: str


def course(snapshot: Snapshot, heard: Heard, side: Side, now: datetime) -> Course | None:
    """Return the newest operation of this lever on this target that still matters; or None."""
    found = [*_known(snapshot, heard, side, now), *_pressed(snapshot, heard, side.key, now)]
    return max(found, key=lambda one: one.asked_at, default=None)


def course_of(view: OperationView, heard: Heard, now: datetime) -> Course:
    """Return the course of one operation of the snapshot."""
    news = heard.progress.get(view.operation_id)
    stamps = None if news is None else news.stamps
    return Course(
        operation_id=view.operation_id,
        stand=_stand(view, news, now),
        asked_at=view.asked_at,
        sent_at=None if stamps is None else stamps.sent_at,
        accepted_at=None if stamps is None else stamps.accepted_at,
        seen_at=view.seen_at or (None if stamps is None else stamps.seen_at),
        clients_by_at=view.clients_by_at or (None if stamps is None else stamps.clients_by_at),
        back_at=view.back_in_band_at,
        detail=(None if news is None else news.detail) or view.message,
        to_version=view.to_version,
    )


def _stand(view: OperationView, news: ActionProgress | None, now: datetime) -> Stand:
    if view.status is Status.CONFIRMED:
        return Stand.SEEN
    if news is not None and news.outcome is not None:
        return _OUTCOMES[news.outcome]
    if view.status is Status.FAILED:
        return Stand.REFUSED
    is_ours = news is not None or now - view.asked_at < timedelta(seconds=JUST_S)
    return Stand.SENT if view.status is Status.OPEN and is_ours else Stand.UNKNOWN


_OUTCOMES = {
    Outcome.CONFIRMED: Stand.SEEN,
    Outcome.FAILED: Stand.REFUSED,
    Outcome.UNKNOWN: Stand.UNKNOWN,
}


def _known(snapshot: Snapshot, heard: Heard, side: Side, now: datetime) -> Iterator[Course]:
    shown = {one.operation_id for one in snapshot.operations}
    for view in snapshot.operations:
        if view.lever is side.lever and view.target == side.target:
            yield course_of(view, heard, now)
    for news in heard.progress.values():
        order = news.order
        is_it = order.lever is side.lever and order.target.name == side.target
        if not is_it or order.operation_id in shown:
            continue
        if (alone := _heard_alone(news, now)) is not None:
            yield alone


def _heard_alone(news: ActionProgress, now: datetime) -> Course | None:
    """Return what was heard of an operation that the snapshot does not show, while it is new."""
    stamps = news.stamps
    stand = Stand.SENT if news.outcome is None else _OUTCOMES[news.outcome]
    since_s = (now - (stamps.seen_at or stamps.asked_at)).total_seconds()
    lasts_s = {Stand.REFUSED: REFUSED_S, Stand.SEEN: SEEN_S}.get(stand)
    if lasts_s is not None and since_s > lasts_s:
        return None
    return Course(
        operation_id=news.order.operation_id,
        stand=stand,
        asked_at=stamps.asked_at,
        sent_at=stamps.sent_at,
        accepted_at=stamps.accepted_at,
        seen_at=stamps.seen_at,
        clients_by_at=stamps.clients_by_at,
        detail=news.detail,
        to_version=news.order.to_version,
    )


def _pressed(snapshot: Snapshot, heard: Heard, key: str, now: datetime) -> Iterator[Course]:
    """Yield a press that nothing has been heard of yet, and one that was refused just now."""
    press = heard.presses.get(key)
    if press is not None and press.operation_id is not None:
        shown = {one.operation_id for one in snapshot.operations}
        is_told = press.operation_id in shown or press.operation_id in heard.progress
        if not is_told and now - press.at < timedelta(seconds=JUST_S):
            yield Course(press.operation_id, Stand.SENT, press.at)
    refusal = heard.refusals.get(key)
    if refusal is not None and now - refusal.at < timedelta(seconds=REFUSED_S):
        yield Course("", Stand.REFUSED, refusal.at, detail=refusal.reason)
