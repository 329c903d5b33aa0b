"""Who releases in the story, and the workspace that they share."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from cockpit.bootstrap.workspace import opened_workspace
from cockpit.ports.workspace import (
    ChecklistItem,
    FlagLever,
    Flow,
    LatencySlo,
    Levers,
    Person,
    RolloutTarget,
    Slo,
    Title,
    Workspace,
)
from cockpit.ports.workspace_roles import Role
from tests.kit.story.channels import CHANNELS

TEMPLATE = Path(__file__).parents[3] / "resources" / "workspace" / "cockpit.yaml"

ME = "seojin"

PEOPLE = (
    Person(id=ME, name="윤서진", contact="seojin@shop.example", phone="010-0000-1042"),
    Person(id="dohyun", name="박도현", roles=(Role.MOBILE_LEAD,), contact="dohyun@shop.example"),
    Person(
        id="sumin",
        name="이수민",
        roles=(Role.BACKEND_LEAD,),
        contact="sumin@shop.example",
        phone="010-0000-2231",
    ),
    Person(id="eunho", name="최은호", roles=(Role.DEVOPS,), phone="010-0000-3310"),
    Person(id="haneul", name="정하늘", roles=(Role.QA,), contact="haneul@shop.example"),
    Person(id="jiwoo", name="한지우", roles=(Role.PM,), contact="jiwoo@shop.example"),
)

QUESTIONS = (
    ("critical_bugs", Role.QA, "치명 버그", "Critical bugs"),
    ("e2e_checkout", Role.QA, "E2E 결제", "E2E checkout"),
    ("e2e_coupon", Role.QA, "E2E 쿠폰", "E2E coupon"),
    ("regression", Role.QA, "회귀 보고서", "Regression report"),
    ("release_rehearsal", Role.QA, "릴리즈 리허설", "Release rehearsal"),
    ("build_number", Role.MOBILE_LEAD, "빌드 번호", "Build number"),
    ("store_review", Role.MOBILE_LEAD, "스토어 심사", "Store review"),
    ("lint", Role.MOBILE_LEAD, "타입 · Lint", "Types and lint"),
    ("e2e_login", Role.MOBILE_LEAD, "E2E 로그인 · 검색", "E2E login and search"),
    ("contract_tests", Role.BACKEND_LEAD, "계약 시험", "Contract tests"),
    ("schema", Role.BACKEND_LEAD, "스키마 호환", "Schema compatibility"),
    ("rate_limits", Role.BACKEND_LEAD, "429 비율", "Share of 429"),
    ("rollback_rehearsed", Role.DEVOPS, "롤백 리허설", "Rollback rehearsal"),
    ("smoke", Role.DEVOPS, "배포 전 스모크", "Smoke before deploy"),
    ("on_call", Role.DEVOPS, "온콜", "On call"),
    ("notes", Role.PM, "릴리즈 노트", "Release notes"),
)
"""Id, role, and the question in both languages."""

PROMISES = {
    "checkout": (0.995, 0.8, "checkout_v2"),
    "coupon": (0.975, 0.6, "coupon_v2"),
    "cart": (0.995, 0.4, "cart_sync_v3"),
    "login": (0.992, 0.5, "passkey_login"),
}
"""Target of success, bound of speed in seconds, and flag, by flow."""


@cache
def workspace() -> Workspace:
    """Return the template's workspace with the people, questions and levers of the story."""
    given = opened_workspace(TEMPLATE).workspace
    targets = (
        RolloutTarget(flag="release_3_2_0", source="flags"),
        RolloutTarget(flag="reco_v3", source="flags"),
    )
    flags = tuple(_lever(flow.name) for flow in given.flows)
    return replace(
        given,
        people=PEOPLE,
        checklist=tuple(_question(*one) for one in QUESTIONS),
        flows=tuple(_flow(flow) for flow in given.flows),
        levers=Levers(flags=flags, rollbacks=given.levers.rollbacks),
        alerts=replace(given.alerts, channels=CHANNELS),
        rollout=replace(given.rollout, targets=targets),
    )


def _question(item_id: str, role: Role, korean: str, english: str) -> ChecklistItem:
    return ChecklistItem(id=item_id, role=role, question=Title(ko=korean, en=english))


def _flow(flow: Flow) -> Flow:
    target, faster_than_s, flag = PROMISES[flow.name]
    promised = {
        "slo": Slo(target=target),
        "latency_slo": LatencySlo(target=0.95, faster_than_s=faster_than_s),
        "flag": flag,
        "runbook": f"https://wiki.shop.example/{flow.name}",
    }
    return replace(flow, **promised)


def _lever(flow: str) -> FlagLever:
    flag = PROMISES[flow][2]
    return FlagLever(flag=flag, source="flags", guards=(flow,), owner="sumin", on_call="eunho")
