"""Ranges of the panels follow what is on the screen, and nothing else."""

import numpy as np
import pytest
from msgspec.structs import replace

from cockpit.ui.chart.axis import axis, view_axis
from cockpit.ui.chart.lines import limit_ms, scales, target_pct
from tests.ui.chart.lines_kit import END_S, chart, line

WHOLE = axis(END_S, 3_600.0, 246)


def test_both_ranges_hold_lines_and_promises() -> None:
    found = scales(chart(), WHOLE, None)
    assert found.success.low <= 97.0
    assert found.p95.low < 400.0
    assert found.p95.high > 600.0


def test_steps_with_few_events_do_not_widen_the_range() -> None:
    values = np.full(360, 0.98)
    values[200] = 0.0
    few = chart(new=line(values, count=3.0))
    assert scales(few, WHOLE, None).success.low > 90.0
    many = chart(new=line(values, count=300.0))
    assert scales(many, WHOLE, None).success.low == 0.0


def test_what_is_not_on_the_screen_does_not_count() -> None:
    values = np.full(360, 0.98)
    values[10] = values[350] = 0.4
    given = chart(everything=line(values), new=None)
    part = view_axis(END_S - 2_400.0, END_S - 600.0, 100)
    assert scales(given, part, None).success.low > 90.0
    assert scales(given, WHOLE, None).success.low <= 40.0


def test_ranges_stay_while_they_fit() -> None:
    first = scales(chart(), WHOLE, None)
    again = scales(chart(everything=line(np.full(360, 0.981))), WHOLE, first)
    assert (again.success, again.p95) == (first.success, first.p95)


def test_promises_are_in_the_unit_of_their_panel() -> None:
    assert target_pct(chart()) == pytest.approx(97.5)
    assert limit_ms(chart()) == pytest.approx(600.0)
    assert target_pct(replace(chart(), slo_ratio=None)) is None
    assert limit_ms(replace(chart(), p95_limit_s=None)) is None
