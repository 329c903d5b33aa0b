"""What this computer has to tell a person, as codes."""

from enum import StrEnum


class HostCode(StrEnum):
    """Every message of this package; the words stand in the catalogue."""

    KEYRING_MISSING = "host.keyring_missing"
    KEYRING_LOCKED = "host.keyring_locked"
    KEYRING_SILENT = "host.keyring_silent"
    KEYRING_NOT_TRUSTED = "host.keyring_not_trusted"
    KEYRING_FORGETS = "host.keyring_forgets"
    KEYRING_FAILED = "host.keyring_failed"
    SECRET_TOO_LONG = "host.secret_too_long"  # noqa: S105 - the name of a message
    KEY_UNREADABLE = "host.key_unreadable"
    NO_DESKTOP_NOTES = "host.no_desktop_notes"
    WINDOW_HELD = "host.window_held"
    WINDOW_HELD_BY = "host.window_held_by"
