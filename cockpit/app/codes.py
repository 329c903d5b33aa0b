"""The codes of everything that the services have to tell."""

from enum import StrEnum


class ActionCode(StrEnum):
    """What became of an action, and what the server says now."""

    CONFIRMED = "action.confirmed"
    ALREADY_SO = "action.already_so"
    AS_WANTED_NOW = "action.as_wanted_now"
    BY_ANOTHER = "action.by_another"
    REFUSED = "action.refused"
    REFUSED_UNSEEN = "action.refused_unseen"
    NEVER_LEFT = "action.never_left"
    NOT_SEEN = "action.not_seen"
    NOT_SEEN_DOUBT = "action.not_seen_doubt"
    CANNOT_LOOK = "action.cannot_look"
    STOPPED_MIDWAY = "action.stopped_midway"
    SUPERSEDED = "action.superseded"
    CHANGED_BY = "action.changed_by"
    JOB_ENDED_BADLY = "action.job_ended_badly"
    REVERTED = "action.reverted"
    REVERTED_BY = "action.reverted_by"
    NOT_WRITTEN = "action.not_written"
    NOT_WRITTEN_ANYWHERE = "action.not_written_anywhere"
    UNEXPECTED = "action.unexpected"
    WRITTEN_LATE = "action.written_late"
    NO_SUCH_LEVER = "action.no_such_lever"
    NO_SUCH_OPERATION = "action.no_such_operation"
    PRESSED_ALREADY = "action.pressed_already"
    NO_REASON = "action.no_reason"
    TOO_EARLY = "action.too_early"

    NOW_ON = "now.on"
    NOW_ON_AT = "now.on_at"
    NOW_OFF = "now.off"
    NOW_ON_LATE = "now.on_late"
    NOW_OFF_LATE = "now.off_late"
    NOW_GONE = "now.gone"
    NOW_NO_JOB = "now.no_job"

    JOB_QUEUED = "job.queued"
    JOB_RUNNING = "job.running"
    JOB_SUCCEEDED = "job.succeeded"
    JOB_FAILED = "job.failed"
    JOB_CANCELLED = "job.cancelled"


class CheckCode(StrEnum):
    """What a comparison of the journal with a flag server's own record found."""

    EVENT_WITHOUT_ROW = "crosscheck.event_without_row"
    ROW_WITHOUT_EVENT = "crosscheck.row_without_event"
    BY_OTHERS = "crosscheck.by_others"
    NOT_READ = "crosscheck.not_read"
