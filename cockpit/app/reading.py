"""The flags of the workspace as their servers and their clients see them, read again and again."""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from cockpit.app.asking import Ask
from cockpit.app.board_codes import BoardCode
from cockpit.app.contacts import Contacts
from cockpit.app.snapshot import LeverView, TileState
from cockpit.domain.message import Message, message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, RefusedError
from cockpit.ports.flags import FlagControl, FlagState, ServedFlag
from cockpit.ports.workspace import Workspace

READ_EVERY_S = 5.0
STALE_S = 60.0

ABOUT_ONE_FLAG = frozenset({Refusal.NOT_FOUND, Refusal.ARCHIVED, Refusal.BAD_REQUEST})


class FlagRead(Struct, frozen=True):
    """A flag at one look; `error` says why it could not be read, with what was known before."""

    state: FlagState | None
    served: ServedFlag | None
    at: datetime | None
    error: Message | None = None


NOT_READ = FlagRead(None, None, None)


class FlagReads:
    """Reads every lever and every flag whose percentage is the exposure. On the core lane."""

    def __init__(
        self,
        workspace: Workspace,
        flags: Mapping[str, FlagControl],
        clock: Clock,
        asks: Mapping[str, Ask],
        contacts: Contacts,
    ) -> None:
        self._workspace = workspace
        self._flags = flags
        self._clock = clock
        self._asks = asks
        self._contacts = contacts
        wanted = [(lever.source, lever.flag) for lever in workspace.levers.flags]
        wanted += [(target.source, target.flag) for target in workspace.rollout.targets]
        self._names: dict[str, tuple[str, ...]] = {
            source: tuple(dict.fromkeys(flag for one, flag in wanted if one == source))
            for source in dict.fromkeys(source for source, _ in wanted)
            if source in flags
        }
        self._reads: dict[tuple[str, str], FlagRead] = {}
        self._in_flight: set[str] = set()
        self._due_s = dict.fromkeys(self._names, float("-inf"))

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the flag servers that are read."""
        return tuple(self._names)

    def read(self, source: str, flag: str) -> FlagRead:
        """Return the flag as it was at the last look."""
        return self._reads.get((source, flag), NOT_READ)

    def tick(self, note: Callable[[], None]) -> None:
        """Read what is due; `note` is called when something was read."""
        now_s = self._clock.monotonic_s()
        for source, due_s in self._due_s.items():
            is_free = source not in self._in_flight and self._contacts.may_ask(source, now_s)
            if is_free and now_s >= due_s:
                self._ask(source, note)

    def hurry(self) -> None:
        """Have everything read at the next tick."""
        self._due_s = dict.fromkeys(self._due_s, float("-inf"))

    def look(self, done: Callable[[str], None]) -> None:
        """Read everything once; `done` is called for each source."""
        for source in self._names:
            self._ask(source, lambda source=source: done(source))  # type: ignore[misc]

    def _ask(self, source: str, then: Callable[[], None]) -> None:
        self._in_flight.add(source)
        self._due_s[source] = self._clock.monotonic_s() + READ_EVERY_S

        def take(reads: list[tuple[str, FlagRead]] | Exception) -> None:
            self._in_flight.discard(source)
            if isinstance(reads, Exception):
                self._contacts.failed(source, reads)
            else:
                self._take(source, reads)
            then()

        self._asks[source](lambda: self._read_all(source), take)

    def _read_all(self, source: str) -> list[tuple[str, FlagRead]]:
        return [(flag, self._read_one(self._flags[source], flag)) for flag in self._names[source]]

    def _read_one(self, control: FlagControl, flag: str) -> FlagRead:
        """Read on the lane of the source; only a refusal of this very flag stays with the flag."""
        try:
            served = control.served(flag)
            return FlagRead(control.read(flag), served, served.contact.at)
        except RefusedError as error:
            if error.refusal in ABOUT_ONE_FLAG:
                return FlagRead(None, None, None, error.message)
            raise

    def _take(self, source: str, reads: list[tuple[str, FlagRead]]) -> None:
        for flag, read in reads:
            self._reads[source, flag] = read
            if read.served is not None:
                self._contacts.answered(source, read.served.contact)

    def levers(self, now: datetime) -> tuple[LeverView, ...]:
        """Return the levers of the workspace as they were read last."""
        return tuple(
            self._lever(lever.source, lever.flag, lever.guards, now)
            for lever in self._workspace.levers.flags
        )

    def _lever(self, source: str, flag: str, guards: tuple[str, ...], now: datetime) -> LeverView:
        read = self.read(source, flag)
        age_s = None if read.at is None else max(0.0, (now - read.at).total_seconds())
        state, why = _judged(flag, read, age_s, self._contacts.error(source))
        return LeverView(
            flag=flag,
            source=source,
            state=state,
            message=why,
            is_enabled=read.state.enabled if read.state else None,
            is_served=read.served.enabled if read.served else None,
            exposure_pct=read.state.exposure_pct if read.state else None,
            served_exposure_pct=read.served.exposure_pct if read.served else None,
            age_s=age_s,
            guards=guards,
        )


def _judged(
    flag: str, read: FlagRead, age_s: float | None, source_error: Message | None
) -> tuple[TileState, Message]:
    error = read.error or source_error
    if error is not None:
        return TileState.UNKNOWN, error
    if read.state is None or read.served is None or age_s is None or age_s > STALE_S:
        return TileState.UNKNOWN, message(BoardCode.LEVER_NOT_READ, flag=flag, age_s=age_s)
    if read.state.enabled != read.served.enabled:
        why = message(BoardCode.LEVER_DIFFERS, flag=flag, is_served=read.served.enabled)
        return TileState.WARN, why
    code = BoardCode.LEVER_ON if read.served.enabled else BoardCode.LEVER_OFF
    return TileState.OK, message(code, flag=flag, exposure_pct=read.served.exposure_pct)
