"""The codes of the page of connections."""

from enum import StrEnum


class SourcesCode(StrEnum):
    """What the page says."""

    TITLE = "ui.sources.title"
    SUMMARY = "ui.sources.summary"
    TEST_ALL = "ui.sources.test_all"
    STATE = "ui.sources.state"
    NAME = "ui.sources.name"
    AGE = "ui.sources.age"
    SKEW = "ui.sources.skew"
    CAN = "ui.sources.can"
    LAST_ERROR = "ui.sources.last_error"
    LAST_TEST = "ui.sources.last_test"
    NO_ERROR = "ui.sources.no_error"
    RETRY = "ui.sources.retry"
    TESTED = "ui.sources.tested"
    TEST_FAILED = "ui.sources.test_failed"
    TESTING = "ui.sources.testing"
    NOT_TESTED = "ui.sources.not_tested"
    TEST = "ui.sources.test"
    KIND_METRICS = "ui.sources.kind_metrics"
    KIND_FLAGS = "ui.sources.kind_flags"
    KIND_ROLLBACKS = "ui.sources.kind_rollbacks"
    SECRET_HEAD = "ui.sources.secret_head"  # noqa: S105 - the name of a code
    SECRET_BODY = "ui.sources.secret_body"  # noqa: S105 - the name of a code
    SECRET_FIELD = "ui.sources.secret_field"  # noqa: S105 - the name of a code
    SECRET_WHICH = "ui.sources.secret_which"  # noqa: S105 - the name of a code
    SECRET_SAVE = "ui.sources.secret_save"  # noqa: S105 - the name of a code
    SECRET_KEPT = "ui.sources.secret_kept"  # noqa: S105 - the name of a code
    PROMISE_HEAD = "ui.sources.promise_head"
    PROMISE_BODY = "ui.sources.promise_body"


class StateWord(StrEnum):
    """What the states of a connection are called."""

    OK = "ui.sources.state.ok"
    WAITING = "ui.sources.state.waiting"
    AT_REST = "ui.sources.state.at_rest"
    ASKING = "ui.sources.state.asking"
    SLOW = "ui.sources.state.slow"
    STALE = "ui.sources.state.stale"
    PARTIAL = "ui.sources.state.partial"
    SKEWED = "ui.sources.state.skewed"
    UNREACHABLE = "ui.sources.state.unreachable"
    REFUSED = "ui.sources.state.refused"
    BAD_ANSWER = "ui.sources.state.bad_answer"
