"""A workspace that asks for Go or No-Go: eleven measured questions, two that people answer."""

from typing import Any

from cockpit.ports.workspace import Workspace
from tests.kit.monitoring import workspace

CHECKS: dict[str, dict[str, Any]] = {
    "build": {"kind": "build_numbering"},
    "crashes": {"kind": "crash_free", "at_least": 0.9},
    "success": {"kind": "flow_success", "flow": "coupon", "at_least": 0.9},
    "errors": {"kind": "error_ratio", "flow": "coupon", "at_most": 0.1},
    "p95": {"kind": "flow_latency", "flow": "coupon", "p95_at_most_s": 2},
    "kpi": {"kind": "kpi", "kpi": "completion", "at_least": 0.5},
    "flag": {"kind": "flag_ready", "flag": "coupon_v2"},
    "rollback": {"kind": "rollback_ready", "rollback": "shop"},
    "sources": {"kind": "sources_ok"},
    "unresolved": {"kind": "nothing_unresolved"},
    "anchored": {"kind": "journal_anchored"},
}
ROLES = {"build": "mobile_lead", "crashes": "mobile_lead", "kpi": "pm"}
PEOPLE = (
    {"id": "mina", "name": "Kim", "roles": ["pm"]},
    {"id": "jun", "name": "Park", "roles": ["devops", "mobile_lead"]},
    {"id": "sora", "name": "Lee", "roles": ["qa"]},
    {"id": "guest", "name": "Choi"},
)


def item(item_id: str, role: str, **more: Any) -> dict[str, Any]:
    return {"id": item_id, "role": role, "question": {"ko": "질문", "en": "Question"}, **more}


def asking(*checks: str, people: tuple[dict[str, Any], ...] = PEOPLE, **more: Any) -> Workspace:
    """Return the workspace with these measured questions and QA's `e2e`."""
    measured = [item(one, ROLES.get(one, "devops"), check=CHECKS[one]) for one in checks]
    return workspace(
        checklist=[*measured, item("e2e", "qa", fresh_for_s=600)], people=people, **more
    )
