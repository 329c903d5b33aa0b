"""What is looked for in the journal, and what was found."""

from enum import StrEnum

from msgspec import Struct

from cockpit.domain.message import Message
from cockpit.ports.journal import Row


class RowFilter(StrEnum):
    """Which rows of the journal are wanted."""

    ALL = "all"
    ACTIONS = "actions"
    GATES = "gates"
    ALERTS = "alerts"
    LAUNCHES = "launches"
    SIGN_OFFS = "sign_offs"
    NOTES = "notes"


class RowsWanted(Struct, frozen=True):
    """Up to `limit` rows below `before_seq` (None: the newest), newest first.

    `text` is looked for in everything that a row says, in any case. `launch_id` keeps to one
    launch, `has_drills` False leaves rehearsals out.
    """

    filter: RowFilter = RowFilter.ALL
    text: str = ""
    launch_id: str | None = None
    has_drills: bool = True
    before_seq: int | None = None
    limit: int = 200


class RowsRead(Struct, frozen=True):
    """The rows that were wanted; older ones begin below `next_seq`, None when there are none."""

    wanted: RowsWanted
    rows: tuple[Row, ...]
    next_seq: int | None
    error: Message | None = None
