"""The two ways out of a release."""

from dataclasses import dataclass
from enum import StrEnum


class WayOut(StrEnum):
    """The two ways out of a release."""

    FLAG_OFF = "flag_off"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Advice:
    """The way out that is recommended: a flag, or a rollback by its name."""

    way_out: WayOut
    name: str
