"""Alerts of the server about a KPI: against the same hour of the last three weeks.

As in the cockpit, the figure of now is compared with what is usual in this slot of the week, in
standard deviations of a binomial count, brought to scale by how much they differed in the last
seven days; traffic that is gone is no drop. The sum of small deviations (CUSUM) needs a memory
that a rule has not. Weeks are 168 hours to a server, so for three weeks after clocks have changed
the same hour is another one on the wall; the file says so where the workspace names a zone.
"""

from collections.abc import Iterator

from cockpit.app.plan import Part
from cockpit.app.rules.codes import RuleAlertCode
from cockpit.app.rules.counts import FORMULA
from cockpit.app.rules.labelled import Subject, alert
from cockpit.app.rules.series import (
    DEFINITION,
    KPI,
    KPI_EVENTS,
    KPI_GOOD,
    KPI_ODDNESS,
    KPI_USUAL,
    SERVICE,
    definition,
    increase_name,
    increased,
    number,
    series,
)
from cockpit.domain.burn_windows import HOUR_S, MINUTE_S
from cockpit.domain.kpi_surprise import GONE_RATIO
from cockpit.domain.message import message
from cockpit.ports.metrics import Selector
from cockpit.ports.rules import VALUE, Alerting, Recording
from cockpit.ports.selectors import rendered
from cockpit.ports.workspace import Kpi

KPI_ALERT = "CockpitKpiOdd"
WEEKS = (1, 2, 3)
FEWEST_WEEKS = 2
ODD = 4.0
"""Standard deviations: on the bench a single bin beyond four is false 0.3 times in 30 days."""

FEWEST_EXPECTED = 5.0
"""With a smaller variance of the count the normal distribution says nothing of it."""

IQR_OF_NORMAL = 1.349
SCALE_RANGE, DAY_COUNT = "[7d:10m]", 144
LASTS_S = 5 * MINUTE_S


def kpi_rules(subject: Subject, kpi: Kpi, part: Part) -> Iterator[Recording | Alerting]:
    """Yield what the server keeps for a KPI, then the alert about it."""
    events, good = part.events.selector, part.good.selector if part.good else None
    if good is None:
        return
    counted = definition(FORMULA, "kpi", rendered(events), rendered(good))
    labels = {SERVICE: subject.labels[SERVICE], KPI: kpi.name, DEFINITION: counted}

    def record(name: str) -> str:
        return rendered(series(name, labels))

    events_of, good_of = (increase_name(metric, HOUR_S) for metric in (KPI_EVENTS, KPI_GOOD))
    now_events, now_good = record(events_of), record(good_of)
    usual, odd = record(KPI_USUAL), record(KPI_ODDNESS)
    variance = f"{usual} * (1 - {usual}) * {now_events}"
    yield Recording(events_of, increased(events, HOUR_S), labels)
    yield Recording(good_of, increased(good, HOUR_S), labels)
    yield Recording(KPI_USUAL, _usual(events, good), labels)
    oddness = f"({now_good} - {usual} * {now_events}) / sqrt({variance})"
    enough = f"({variance}) >= {number(FEWEST_EXPECTED)}"
    last_week = increased(events, HOUR_S, " offset 1w")
    gone = f"({increased(events, HOUR_S)} < {number(GONE_RATIO)} * {last_week})"
    yield Recording(KPI_ODDNESS, f"({oddness})\nand\n{enough}\nunless on ()\n{gone}", labels)
    is_low = kpi.worse == "lower"
    beyond = f"{odd} < -{number(ODD)}" if is_low else f"{odd} > {number(ODD)}"
    scale = (
        f"(quantile_over_time(0.75, {odd}{SCALE_RANGE})"
        f" - quantile_over_time(0.25, {odd}{SCALE_RANGE})) / {number(IQR_OF_NORMAL)}"
    )
    scaled = f"abs({odd}) > {number(ODD)} * ({scale})"
    known = f"count_over_time({odd}{SCALE_RANGE}) >= {DAY_COUNT}"
    code = RuleAlertCode.KPI_LOW if is_low else RuleAlertCode.KPI_HIGH
    yield alert(
        KPI_ALERT,
        "\nand\n".join((f"{now_good} / {now_events}", beyond, scaled, known)),
        subject,
        message(code, kpi=kpi.name, value=VALUE),
        is_page=False,
        for_s=LASTS_S,
    )


def _usual(events: Selector, good: Selector) -> str:
    """Return the median of the same hour in the last weeks; no result with one week alone."""
    weeks = []
    for week in WEEKS:
        offset = f" offset {week}w"
        ratio = f"{increased(good, HOUR_S, offset)} / {increased(events, HOUR_S, offset)} >= 0"
        weeks.append(f'label_replace({ratio}, "week", "{week}", "", "")')
    every = "\nor\n".join(weeks)
    return f"quantile(0.5,\n{every}\n)\nand\ncount(\n{every}\n) >= {FEWEST_WEEKS}"
