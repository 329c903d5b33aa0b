"""The codes of the Go/No-Go sheet on the command line."""

from enum import StrEnum


class SheetCode(StrEnum):
    """The lines of the sheet, and what was written down."""

    HEAD = "sheet.head"
    GO = "sheet.go"
    NO_GO = "sheet.no_go"
    NO_GO_BECAUSE = "sheet.no_go_because"
    NOT_YET = "sheet.not_yet"
    ROLE = "sheet.role"
    ROLE_BECAUSE = "sheet.role_because"
    ITEM = "sheet.item"
    ITEM_UNANSWERED = "sheet.item_unanswered"
    EVIDENCE = "sheet.evidence"
    ANSWERED = "sheet.answered"
    SIGNED = "sheet.signed"
    NO_GO_SAID = "sheet.no_go_said"


class ItemShape(StrEnum):
    """Where a question stands, as shape and word."""

    ACCEPTED = "item_shape.accepted"
    OBJECTED = "item_shape.objected"
    OPEN = "item_shape.open"
    STALE = "item_shape.stale"
    FAILED = "item_shape.failed"
    UNKNOWN = "item_shape.unknown"


class PollShape(StrEnum):
    """What a role has said, as shape and word."""

    GO = "poll_shape.go"
    NO_GO = "poll_shape.no_go"
    OBJECTS = "poll_shape.objects"
    ASKED = "poll_shape.asked"
    WAITING = "poll_shape.waiting"
    VOID = "poll_shape.void"
