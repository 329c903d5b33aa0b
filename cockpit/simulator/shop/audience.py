"""Which customers get what: the flags as the shop's clients see them, by sticky customer id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop.book import NEW, PLATFORMS
from cockpit.simulator.shop.murmur import buckets_of

SAMPLE_COUNT = 20_000
_PERCENT = 100

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rollout:
    """A gradual rollout: the customers whose bucket in `group_id` is at most `percent`."""

    group_id: str
    percent: int


@dataclass(frozen=True, slots=True)
class KnownFlag:
    """A flag as the client API serves it. Without rollouts, `enabled` means everybody."""

    name: str
    enabled: bool
    rollouts: tuple[Rollout, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Shares of the customers of each platform.

    `version_share` has a row for each version and a column for each platform, columns add up
    to 1; `coupon_share` is the part of those customers that has the coupon flag on.
    """

    version_share: NDArray[np.float64]
    coupon_share: NDArray[np.float64]
    exposure_ratio: float
    enabled: Mapping[str, bool] = field(default_factory=dict)


class Customers:
    """A fixed sample of customers that stands for all of them."""

    def __init__(self) -> None:
        self._ids = [f"customer-{number:05d}" for number in range(SAMPLE_COUNT)]
        ends = np.round(np.cumsum(list(PLATFORMS.values())) * _PERCENT)
        self._platform = np.searchsorted(ends, buckets_of("platform", self._ids), side="left")
        self._buckets: dict[str, NDArray[np.int64]] = {}

    def audience(
        self, flags: Mapping[str, KnownFlag], release_flag: str, coupon_flag: str, *, deployed: bool
    ) -> Audience:
        """Return who gets the new version and who the coupon flag."""
        new = self._mask(flags.get(release_flag)) & deployed
        coupon = self._mask(flags.get(coupon_flag))
        version = np.zeros((2, len(PLATFORMS)))
        with_coupon = np.zeros((2, len(PLATFORMS)))
        for row, in_version in enumerate((~new, new)):
            for column in range(len(PLATFORMS)):
                here = self._platform == column
                group = in_version & here
                version[row, column] = group.sum() / here.sum()
                with_coupon[row, column] = coupon[group].mean() if group.any() else 0.0
        exposure = float(version[NEW] @ np.array(list(PLATFORMS.values())))
        states = {name: flag.enabled for name, flag in flags.items()}
        return Audience(version, with_coupon, exposure, states)

    def _mask(self, flag: KnownFlag | None) -> Mask:
        if flag is None or not flag.enabled:
            return np.zeros(SAMPLE_COUNT, dtype=np.bool_)
        if not flag.rollouts:
            return np.ones(SAMPLE_COUNT, dtype=np.bool_)
        inside = [self._bucket(each.group_id) <= each.percent for each in flag.rollouts]
        mask: Mask = np.logical_or.reduce(inside)
        return mask

    def _bucket(self, group_id: str) -> NDArray[np.int64]:
        if group_id not in self._buckets:
            self._buckets[group_id] = buckets_of(group_id, self._ids)
        return self._buckets[group_id]


def read_flags(answer: Any) -> dict[str, KnownFlag]:  # noqa: ANN401 - JSON of a server
    """Return the flags in an answer of `GET /api/client/features`.

    A strategy that this shop cannot judge (constraints, segments, other kinds) lets nobody in.
    """
    return {each["name"]: _flag(each) for each in answer["features"]}


def _flag(feature: Mapping[str, Any]) -> KnownFlag:
    strategies: Sequence[Mapping[str, Any]] = feature.get("strategies") or ()
    name = str(feature["name"])
    rollouts = tuple(_rollout(name, each) for each in strategies)
    return KnownFlag(name, bool(feature["enabled"]), rollouts)


def _rollout(flag: str, strategy: Mapping[str, Any]) -> Rollout:
    parameters = strategy.get("parameters") or {}
    if strategy.get("constraints") or strategy.get("segments"):
        return Rollout(flag, 0)
    if strategy.get("name") == "default":
        return Rollout(flag, _PERCENT)
    percent = parameters.get("rollout", "0") if strategy.get("name") == "flexibleRollout" else "0"
    return Rollout(str(parameters.get("groupId") or flag), int(percent))
