import numpy as np
import pytest

from cockpit.simulator.shop.audience import Customers, KnownFlag, Rollout, read_flags
from cockpit.simulator.shop.book import BASELINE, NEW

RELEASE, COUPON = "release_3_2_0", "coupon_v2"


@pytest.fixture(scope="module")
def customers() -> Customers:
    return Customers()


def flags(percent: int, *, enabled: bool = True, coupon: bool = True) -> dict[str, KnownFlag]:
    return {
        RELEASE: KnownFlag(RELEASE, enabled, (Rollout(RELEASE, percent),)),
        COUPON: KnownFlag(COUPON, coupon),
    }


@pytest.mark.parametrize("percent", [0, 1, 5, 20, 50, 100])
def test_the_exposed_share_follows_the_rollout(customers: Customers, percent: int) -> None:
    audience = customers.audience(flags(percent), RELEASE, COUPON, deployed=True)
    # 20 000 customers: three standard errors of the sample
    allowed = 3 * (percent / 100 * (1 - percent / 100) / 20_000) ** 0.5
    assert audience.exposure_ratio == pytest.approx(percent / 100, abs=allowed)
    assert np.allclose(audience.version_share.sum(axis=0), 1.0)


def test_a_customer_who_has_it_keeps_it_when_the_rollout_grows(customers: Customers) -> None:
    small = customers._mask(flags(5)[RELEASE])
    large = customers._mask(flags(20)[RELEASE])
    assert not (small & ~large).any()


def test_another_group_picks_other_customers(customers: Customers) -> None:
    ours = customers._mask(KnownFlag("a", enabled=True, rollouts=(Rollout("a", 20),)))
    theirs = customers._mask(KnownFlag("b", enabled=True, rollouts=(Rollout("b", 20),)))
    assert (ours & theirs).mean() == pytest.approx(0.04, abs=0.01)


@pytest.mark.parametrize("deployed", [True, False])
def test_nobody_gets_it_when_the_flag_is_off_or_nothing_is_deployed(
    customers: Customers, deployed: bool
) -> None:
    served = flags(100, enabled=not deployed)
    audience = customers.audience(served, RELEASE, COUPON, deployed=deployed)
    assert audience.exposure_ratio == 0
    assert audience.version_share[BASELINE].tolist() == [1, 1, 1]


def test_the_coupon_flag_is_judged_among_those_who_have_the_version(customers: Customers) -> None:
    on = customers.audience(flags(20), RELEASE, COUPON, deployed=True)
    off = customers.audience(flags(20, coupon=False), RELEASE, COUPON, deployed=True)
    assert on.coupon_share[NEW].tolist() == [1, 1, 1]
    assert off.coupon_share[NEW].tolist() == [0, 0, 0]


def test_an_answer_of_the_client_api_becomes_rollouts() -> None:
    def strategy(name: str, **more: object) -> dict[str, object]:
        return {"name": name, "parameters": {"groupId": "g", "rollout": "20"}, **more}

    found = read_flags(
        {
            "features": [
                {"name": "none", "enabled": True, "strategies": []},
                {"name": "part", "enabled": True, "strategies": [strategy("flexibleRollout")]},
                {"name": "all", "enabled": False, "strategies": [strategy("default")]},
                {"name": "odd", "enabled": True, "strategies": [strategy("remoteAddress")]},
                {
                    "name": "some",
                    "enabled": True,
                    "strategies": [strategy("flexibleRollout", constraints=[{"values": ["x"]}])],
                },
            ]
        }
    )
    assert found["none"] == KnownFlag("none", enabled=True)
    assert found["part"].rollouts == (Rollout("g", 20),)
    assert found["all"] == KnownFlag("all", enabled=False, rollouts=(Rollout("all", 100),))
    assert found["odd"].rollouts[0].percent == 0
    assert found["some"].rollouts[0].percent == 0
