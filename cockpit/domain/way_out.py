"""The two ways out of a release."""

from enum import StrEnum

from msgspec import Struct


class WayOut(StrEnum):
    """The two ways out of a release."""

    FLAG_OFF = "flag_off"
    ROLLBACK = "rollback"


class Advice(Struct, frozen=True):
    """The way out that is recommended: a flag, or a rollback by its name."""

    way_out: WayOut
    name: str
