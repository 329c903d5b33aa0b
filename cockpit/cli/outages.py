"""What one broken connection keeps from being known, told once instead of line by line."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from cockpit.app.snapshot import (
    ComparisonView,
    FlowView,
    KpiView,
    LeverView,
    Snapshot,
    SourceState,
    SourceView,
    TileState,
)
from cockpit.cli.codes import StatusCode
from cockpit.domain.message import Message, message
from cockpit.domain.verdict import State
from cockpit.words.words import Words

BROKEN = frozenset({SourceState.UNREACHABLE, SourceState.REFUSED, SourceState.BAD_ANSWER})


class Outage(Struct, frozen=True):
    """A connection that gave no answer, why, and everything that is unknown for no other reason."""

    source: str
    cause: Message
    flows: tuple[FlowView, ...]
    kpis: tuple[KpiView, ...]
    rows: tuple[ComparisonView, ...]
    levers: tuple[LeverView, ...]

    @property
    def hides_anything(self) -> bool:
        """Return whether anything on the page is unknown because of it."""
        return bool(self.flows or self.kpis or self.rows or self.levers)


def outages(snapshot: Snapshot) -> tuple[Outage, ...]:
    """Return the broken connections that hide something, in the order of the workspace."""
    rows = () if snapshot.release is None else snapshot.release.rows
    found = (
        Outage(
            source.name,
            source.message,
            tuple(one for one in snapshot.flows if _hangs_on(one.messages, source.message)),
            tuple(
                one
                for one in snapshot.kpis
                if one.ratio is None and _hangs_on(one.messages, source.message)
            ),
            tuple(one for one in rows if _is_silent(one, source.name)),
            tuple(one for one in snapshot.levers if _is_unread(one, source)),
        )
        for source in snapshot.sources
        if source.state in BROKEN
    )
    return tuple(one for one in found if one.hides_anything)


def names_hidden(outage: Outage, words: Words) -> list[str]:
    """Return the names of what is unknown because of the outage; comparisons go by one."""
    names = [words.value("flow", one.name) for one in outage.flows]
    names += [words.value("kpi", one.name) for one in outage.kpis]
    names += [words.text(message(StatusCode.COMPARED))] if outage.rows else []
    return names + [words.text(message(StatusCode.FLAG, flag=one.flag)) for one in outage.levers]


def tells(told: Message, cause: Message) -> bool:
    """Return whether the sentence has the cause in it."""
    return told == cause or any(tells(one, cause) for one in _inner(told))


def has_counts(row: ComparisonView) -> bool:
    """Return whether any event of the comparison is known, from before the outage."""
    return bool(row.new.event_count or row.old.event_count)


def _hangs_on(messages: Sequence[Message], cause: Message) -> bool:
    return bool(messages) and all(tells(one, cause) for one in messages)


def _is_silent(row: ComparisonView, source: str) -> bool:
    is_asked = row.basis is not None and row.basis.source == source
    return row.state is State.NO_DATA and is_asked


def _is_unread(lever: LeverView, source: SourceView) -> bool:
    is_silent = lever.state is TileState.UNKNOWN and lever.message == source.message
    return is_silent and lever.source == source.name


def _inner(told: Message) -> Iterator[Message]:
    return (value for _name, value in told.values if isinstance(value, Message))
