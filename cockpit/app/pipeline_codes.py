"""The codes of what a pipeline is told about a gate."""

from enum import StrEnum


class PipelineCode(StrEnum):
    """Why nothing could be judged, and what could not be seen."""

    NOT_ON_LADDER = "pipeline.not_on_ladder"
    AT_TOP = "pipeline.at_top"
    IN_FUTURE = "pipeline.in_future"
    SAME_VERSION = "pipeline.same_version"
    TOO_LONG = "pipeline.too_long"
    NOT_WHOLE = "pipeline.not_whole"
    NOT_SEEN = "pipeline.not_seen"
    NO_LAUNCH_OF_IT = "pipeline.no_launch_of_it"
    OTHER_STAGE = "pipeline.other_stage"
    ACCEPTED = "pipeline.accepted"
    OTHER_SIGN_OFF = "pipeline.other_sign_off"
    NOT_THE_ROLE = "pipeline.not_the_role"
    NOT_SIGNED = "pipeline.not_signed"
    EXPORTED_LONG_AGO = "pipeline.exported_long_ago"
    EXPORTED_AHEAD = "pipeline.exported_ahead"
    SIGNED_NO_GO = "pipeline.signed_no_go"
    SIGNED_GO = "pipeline.signed_go"


class UnseenName(StrEnum):
    """What stands in no metric source."""

    SIGN_OFFS = "unseen.sign_offs"
    EXCEPTIONS = "unseen.exceptions"
    DRILLS = "unseen.drills"
    HOLD = "unseen.hold"
    FAULTS = "unseen.faults"
    UNRESOLVED = "unseen.unresolved"
    EXPOSURE = "unseen.exposure"
