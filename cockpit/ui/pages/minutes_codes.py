"""The codes of what the minutes of a Go/No-Go say."""

from enum import StrEnum


class MinutesCode(StrEnum):
    """Headings and lines of the minutes, and what the page says about them."""

    SAVE = "ui.minutes.save"
    SAVED = "ui.minutes.saved"
    TITLE = "ui.minutes.title"
    RELEASE = "ui.minutes.release"
    WINDOW = "ui.minutes.window"
    WRITTEN = "ui.minutes.written"
    GO = "ui.minutes.go"
    NO_GO = "ui.minutes.no_go"
    NO_GO_BECAUSE = "ui.minutes.no_go_because"
    OPEN = "ui.minutes.open"
    POLL = "ui.minutes.poll"
    ROLE = "ui.minutes.role"
    PERSON = "ui.minutes.person"
    SAID = "ui.minutes.said"
    WHEN = "ui.minutes.when"
    PASSED = "ui.minutes.passed"
    EVIDENCE = "ui.minutes.evidence"
    CHECKS = "ui.minutes.checks"
    QUESTION = "ui.minutes.question"
    VALUE = "ui.minutes.value"
    SOURCE = "ui.minutes.source"
    STATE = "ui.minutes.state"
    ANSWERED = "ui.minutes.answered"
    SEAL = "ui.minutes.seal"
    SEAL_EVIDENCE = "ui.minutes.seal_evidence"
    SEAL_POLICY = "ui.minutes.seal_policy"
    SELF_DECLARED = "ui.minutes.self_declared"


class AnswerState(StrEnum):
    """Where a question stands, in a word for paper."""

    ACCEPTED = "ui.minutes.accepted"
    OBJECTED = "ui.minutes.objected"
    OPEN = "ui.minutes.unanswered"
    STALE = "ui.minutes.stale"
    FAILED = "ui.minutes.failed"
    UNKNOWN = "ui.minutes.unknown"
