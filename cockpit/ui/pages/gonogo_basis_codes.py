"""The codes of what the Go/No-Go page says about the weight and the basis of its checks."""

from enum import StrEnum


class GonogoBasisCode(StrEnum):
    """What a check weighs, on the sheet and at the gates, and what it rests on."""

    NEEDED = "ui.gonogo.needed"
    NEEDED_MEANS = "ui.gonogo.needed_means"
    AT_GATES = "ui.gonogo.at_gates"
    COUNTED = "ui.gonogo.counted"
    RULE = "ui.gonogo.rule"
    QUERY = "ui.gonogo.query"
