"""What the verdict of a comparison may do to a gate."""

from enum import StrEnum


class Weight(StrEnum):
    """From the heaviest to the lightest."""

    VETO = "veto"
    """A key check: what it finds worse ends the stage, and nobody can except it."""

    BLOCK = "block"
    """A guardrail: what it finds worse shuts the gate until the product owner excepts it."""

    HOLD = "hold"
    """A signal: what it finds worse has to be looked at, and accepted by somebody by name."""

    WATCH = "watch"
    """It reports, and keeps nothing shut."""
