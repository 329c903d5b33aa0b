"""The shop: customers, flags, releases, faults and traffic put together, one tick at a time."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cockpit.simulator.shop.audience import Customers, KnownFlag
from cockpit.simulator.shop.faults import FaultPlan, Troubles
from cockpit.simulator.shop.layout import lay_out
from cockpit.simulator.shop.series import Catalogue
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.shop.shape import level_at
from cockpit.simulator.shop.traffic import Traffic

RATIO_SCALE = 1_000_000


class Shop:
    """Counts what its customers do. The caller sees to it that only one thread is in here."""

    def __init__(self, settings: TrafficSettings, seed: int, faults: FaultPlan) -> None:
        self._settings = settings
        self._faults = faults
        self._versions = (settings.baseline_version, settings.new_version)
        self.catalogue = Catalogue()
        layout = lay_out(self.catalogue, self._versions)
        self._counts = np.zeros(len(self.catalogue.series), dtype=np.int64)
        self._witness = np.array([each.witness for each in self.catalogue.series])
        self._traffic = Traffic(layout, self._counts, np.random.default_rng(seed))
        self._gauges: dict[int, int] = {}
        self._customers = Customers()
        self._flags: Mapping[str, KnownFlag] = {}
        self._deployed = False
        self.troubles = Troubles()
        self._address()

    def meet(self, flags: Mapping[str, KnownFlag], *, deployed: bool) -> None:
        """Take over what the flag server serves and whether the new version is deployed."""
        if flags is self._flags and deployed == self._deployed:
            return
        self._flags, self._deployed = flags, deployed
        self._address()

    def tick(self, at_s: float, dt_s: float) -> None:
        """Let the `dt_s` seconds before `at_s` happen."""
        self.troubles = self._faults.troubles(at_s, self.audience.exposure_ratio)
        if not self.audience.enabled.get(self._settings.checkout_flag, True):
            self.troubles = replace(self.troubles, latency_factor=1.0, leave_ratio=0.0)
        if self.troubles.must_restart:
            self._traffic.forget()
        rate_per_s = self._settings.attempts_per_s
        if self._settings.has_daily_shape:
            rate_per_s *= level_at(at_s)
        self._traffic.step(rate_per_s, dt_s, self.audience, self.troubles)

    def snapshot(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the value of every series of the catalogue, and which of them can be seen."""
        gauges = np.array(list(self._gauges.values()), dtype=np.int64)
        values = np.concatenate([self._counts, gauges])
        present = np.ones(len(values), dtype=np.bool_)
        if not self._settings.init_counters:
            present[: len(self._counts)] = self._counts[self._witness] > 0
        return values, present

    def _address(self) -> None:
        self.audience = self._customers.audience(
            self._flags,
            self._settings.release_flag,
            self._settings.coupon_flag,
            deployed=self._deployed,
        )
        exposure = round(self.audience.exposure_ratio * RATIO_SCALE)
        for version, units in zip(self._versions, (RATIO_SCALE - exposure, exposure), strict=True):
            self._gauge("shop_release_exposure_ratio", {"version": version}, units, RATIO_SCALE)
        gone = {place for place in self._gauges if self._is_flag(place)}
        for name, enabled in sorted(self.audience.enabled.items()):
            gone.discard(self._gauge("shop_flag_enabled", {"flag": name}, int(enabled), 1))
        for place in gone:  # archived: its clients take it for off
            self._gauges[place] = 0

    def _gauge(self, name: str, labels: dict[str, str], units: int, scale: int) -> int:
        place = self.catalogue.place(name, labels, kind="gauge", scale=scale)
        self._gauges[place] = units
        return place

    def _is_flag(self, place: int) -> bool:
        return self.catalogue.series[place].name == "shop_flag_enabled"
