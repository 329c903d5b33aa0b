"""Drops of a KPI against its daily and weekly shape."""

from collections.abc import Mapping

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.kpi import kpi_alarms
from cockpit.domain.kpi_season import DAY_MINUTES, WEEK_DAYS
from cockpit.domain.message import message


def stream(given: Place) -> Mapping[str, object]:
    """Return the bins in which an alarm starts, and those that say nothing."""
    fields = given.fields("bin_minutes", "weekday_of_first_day", "n", "good")
    length = fields.needed("bin_minutes")
    bin_minutes = length.whole(1, DAY_MINUTES)
    if DAY_MINUTES % bin_minutes:
        raise length.wrong(message(WantedCode.DIVISOR, whole=DAY_MINUTES))
    weekday = fields.needed("weekday_of_first_day").whole(0, WEEK_DAYS - 1)
    totals = fields.needed("n").items()
    goods = fields.needed("good").items(len(totals))
    found = kpi_alarms(
        [None if one.is_null else one.count() for one in totals],
        [_good(good, total) for good, total in zip(goods, totals, strict=True)],
        bin_minutes=bin_minutes,
        weekday_of_first_day=weekday,
    )
    return {"alarms": found.alarms, "no_data": found.no_data}


def _good(good: Place, total: Place) -> float | None:
    if good.is_null:
        return None
    return good.count() if total.is_null else good.part_of(total)


OPS.add("kpi.stream", stream)
