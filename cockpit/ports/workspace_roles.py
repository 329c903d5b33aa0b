"""Who answers for what in a launch."""

from enum import StrEnum


class Role(StrEnum):
    """Who answers for what at Go/No-Go; the product owner speaks last."""

    QA = "qa"
    MOBILE_LEAD = "mobile_lead"
    BACKEND_LEAD = "backend_lead"
    DEVOPS = "devops"
    PM = "pm"
