"""What the checks of the Go/No-Go measure by themselves."""

from cockpit.app.gonogo_view import Rests
from cockpit.app.sheet_codes import MeasuredCode, MeasuredFrom
from cockpit.app.stage_policy import Weighing
from cockpit.domain.message import message
from cockpit.domain.weight import Weight
from cockpit.ports.workspace_roles import Role
from tests.kit.story.times import at

SEEN_AT = at("09:58:10")
AUTOMATIC = (
    (
        "api_errors",
        Role.BACKEND_LEAD,
        ("API 오류율", "API errors"),
        message(MeasuredCode.ERRORS, bad_ratio=0.0021, events_count=412_880, at=SEEN_AT),
        message(MeasuredFrom.AT_MOST, limit_ratio=0.005, events_count=412_880),
    ),
    (
        "api_p95",
        Role.BACKEND_LEAD,
        ("지연 p95", "p95 latency"),
        message(MeasuredCode.P95, p95_s=0.231, events_count=412_880, at=SEEN_AT),
        message(MeasuredFrom.AT_MOST_S, limit_s=0.4, events_count=412_880),
    ),
    (
        "crash_free",
        Role.MOBILE_LEAD,
        ("충돌 없는 세션", "Crash-free sessions"),
        message(
            MeasuredCode.CRASH_FREE,
            good_ratio=0.9994,
            version="3.1.4",
            events_count=2_140,
            at=SEEN_AT,
        ),
        message(MeasuredFrom.AT_LEAST, limit_ratio=0.995, events_count=2_140),
    ),
    (
        "flag_ready",
        Role.DEVOPS,
        ("플래그 끄기 확인", "Flag off ready"),
        message(MeasuredCode.FLAG_ON, flag="coupon_v2"),
        message(MeasuredFrom.FLAG_SERVER, source="flags"),
    ),
    (
        "rollback_ready",
        Role.DEVOPS,
        ("롤백 준비", "Rollback is ready"),
        message(MeasuredCode.ROLLBACK_DONE, rollback="shop-app", took_s=185.0),
        message(MeasuredFrom.REHEARSED, until_at=at("15:20:00", "2026-12-12")),
    ),
)
"""Checks that fill themselves: what they show, and where that comes from."""

SINCE_AT = at("09:53:10")
REQUESTS = ("shop_checkout_total", 'shop_checkout_total{outcome="failed"}')
RESTS = {
    "api_errors": Rests(
        "error_ratio flow=checkout at_most=0.005",
        Weighing(Weight.VETO),
        412_880,
        SINCE_AT,
        SEEN_AT,
        REQUESTS,
    ),
    "api_p95": Rests(
        "flow_latency flow=checkout p95_at_most_s=0.4",
        Weighing(Weight.BLOCK),
        412_880,
        SINCE_AT,
        SEEN_AT,
        ("shop_checkout_seconds_bucket",),
    ),
    "crash_free": Rests(
        "crash_free of=baseline at_least=0.995",
        Weighing(Weight.HOLD, watch_count=3, watched_count=1),
        2_140,
        at("09:48:10"),
        SEEN_AT,
        ("shop_sessions_total", "shop_sessions_crashed_total"),
    ),
    "flag_ready": Rests("flag_ready flag=coupon_v2"),
    "rollback_ready": Rests("rollback_ready rollback=shop-app"),
}
"""What stands behind each of them."""
