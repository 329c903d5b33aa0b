"""What kind of shop it is: its flows, platforms, everyday failures and their shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CHECKOUT = "checkout"
COUPON = "coupon"
SEARCH = "search"
RECOMMENDATIONS = "recommendations"

BASELINE, NEW = 0, 1  # places of the two versions in every array

PLATFORMS: Mapping[str, float] = {"android": 0.55, "ios": 0.30, "web": 0.15}


@dataclass(frozen=True, slots=True)
class Flow:
    """One thing that customers do.

    `rate_ratio` is first tries per first try at checkout, `fail_ratio` the everyday share of
    first tries that fail, `reasons` why, with weights. `kinds` splits it by `kind_label`.
    """

    name: str
    rate_ratio: float
    fail_ratio: float
    reasons: Mapping[str, float]
    median_s: float
    kind_label: str | None = None
    kinds: Mapping[str, float] = field(default_factory=lambda: {"": 1.0})


FLOWS: tuple[Flow, ...] = (
    Flow(SEARCH, 4.0, 0.002, {"SEARCH_TIMEOUT": 6, "INDEX_UNAVAILABLE": 4}, 0.09),
    Flow(RECOMMENDATIONS, 3.0, 0.004, {"MODEL_TIMEOUT": 7, "EMPTY_RESULT": 3}, 0.06),
    Flow("cart", 1.8, 0.003, {"OUT_OF_STOCK": 7, "PRICE_CHANGED": 3}, 0.08),
    Flow(
        COUPON,
        0.6,
        0.02,
        {"COUPON_EXPIRED": 5, "COUPON_USED": 3, "MINIMUM_NOT_REACHED": 2},
        0.11,
        "coupon_type",
        {"new_customer": 0.40, "percent": 0.38, "free_shipping": 0.22},
    ),
    Flow("login", 0.9, 0.015, {"WRONG_PASSWORD": 8, "ACCOUNT_LOCKED": 1, "SMS_LATE": 1}, 0.14),
    Flow(
        CHECKOUT,
        1.0,
        0.02,
        {"CARD_DECLINED": 55, "OUT_OF_STOCK": 20, "LIMIT_EXCEEDED": 15, "PG_TIMEOUT": 10},
        0.22,
        "payment_method",
        {"card": 0.45, "kakaopay": 0.25, "naverpay": 0.20, "transfer": 0.10},
    ),
)

LATENCY_SPREAD = 0.5  # of the logarithm
OUTAGE_METHOD = "kakaopay"
OUTAGE_REASON = "PG_TIMEOUT"
NPE_KIND = "new_customer"
NPE_PLATFORM = "android"
NPE_REASON = "COUPON_NPE"
NPE_CRASH_RATIO = 0.2

STAY_RATIO = 2 / 3  # of those who fail try again: 2 extra tries in the mean while it keeps failing
RETRY_WAIT_S = 8.0
RETRY_FAIL_RATIO = 0.5  # everyday failures tend to fail again

SESSION_RATE_RATIO = 2.5
CRASH_RATIO = 0.0015
SEARCH_CONVERTED_RATIO = 0.08
IMPRESSIONS_A_LIST = 6
CLICK_RATIO = 0.045
LEFT_BEFORE_PAYING_RATIO = 0.25
