"""The codes of what putting the cockpit together has to tell."""

from enum import StrEnum


class BootCode(StrEnum):
    """Why a part could not be put in its place."""

    NO_SECRET = "boot.no_secret"  # noqa: S105 - the name of a code
    NO_KEYRING_FOR = "boot.no_keyring_for"
    NOT_A_PERSON = "boot.not_a_person"
    FOLDER_CLOSED = "boot.folder_closed"
    UNRESOLVED = "boot.unresolved"
    WINDOW_NOT_OPENED = "boot.window_not_opened"
    WINDOW_IS_OPEN = "boot.window_is_open"
    DEMO_NOT_OPENED = "boot.demo_not_opened"
    CLOSE_WINDOW = "boot.close_window"
    TRY_AGAIN = "boot.try_again"
    BROKEN_INSIDE = "boot.broken_inside"
    STILL_OPENING = "boot.still_opening"
    NO_VERSION_BACK = "boot.no_version_back"
    CAN_READ = "boot.can_read"
    CAN_SWITCH = "boot.can_switch"
    CAN_EXPOSE = "boot.can_expose"
    CAN_ROLL_BACK = "boot.can_roll_back"
    NOT_EXPORTED = "boot.not_exported"
    NOT_SAVED = "boot.not_saved"
    SECRET_UNWANTED = "boot.secret_unwanted"  # noqa: S105 - the name of a code


class SignOffNote(StrEnum):
    """What came of writing a sign-off file."""

    NONE_GOING_ON = "signoff_file.none_going_on"
    NOT_GOING_ON = "signoff_file.not_going_on"
    NO_KEY_KEPT = "signoff_file.no_key_kept"
    KEY_TO_ADD = "signoff_file.key_to_add"
    WRITTEN_GO = "signoff_file.written_go"
    WRITTEN_NO_GO = "signoff_file.written_no_go"
    NOT_WRITTEN = "signoff_file.not_written"


class AuditCode(StrEnum):
    """What a verification of the journal comes to, in plain words."""

    OK = "audit.ok"
    UNANCHORED = "audit.unanchored"
    NOTHING_YET = "audit.nothing_yet"
    NEWER_ROWS = "audit.newer_rows"
    BROKEN_AT = "audit.broken_at"
    BROKEN = "audit.broken"
    UNSIGNED = "audit.unsigned"
    UNREADABLE = "audit.unreadable"
    NOT_WRITTEN = "audit.not_written"
    BEGUN_AGAIN = "audit.begun_again"
    SET_ASIDE = "audit.set_aside"
    CROSS_CHECKED = "audit.cross_checked"


class DemoCode(StrEnum):
    """Why the demo cannot begin."""

    NO_SHEET = "demo.no_sheet"


class PlayCode(StrEnum):
    """What the demo without a screen tells of its scenes."""

    AT = "play.at"
    BEGIN = "play.begin"
    GO = "play.go"
    DEPLOYED = "play.deployed"
    STAGE = "play.stage"
    FOUND = "play.found"
    OUTSIDE = "play.outside"
    OUTSIDE_OVER = "play.outside_over"
    SLOW = "play.slow"
    CALM = "play.calm"
    HOLD_OFF = "play.hold_off"
    SEEN_OFF = "play.seen_off"
    SAFE = "play.safe"
    HOLD_BACK = "play.hold_back"
    ROLLED_BACK = "play.rolled_back"
    CLOSED = "play.closed"
    EDITED = "play.edited"
    END = "play.end"
    STILL_ON = "play.still_on"
    NOT_THERE = "play.not_there"
    NOT_WRITTEN = "play.not_written"
