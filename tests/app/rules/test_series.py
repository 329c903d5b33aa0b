"""Names and selectors of what the server keeps."""

import pytest

from cockpit.app.rules.series import definition, increase_name, increased, number, series, span
from cockpit.ports.metrics import Matcher, Selector
from cockpit.ports.selectors import parsed, rendered


@pytest.mark.parametrize(
    ("range_s", "text"),
    [(15, "15s"), (300, "5m"), (1_800, "30m"), (5_400, "90m"), (21_600, "6h"), (604_800, "7d")],
)
def test_a_span_is_told_in_the_largest_unit_that_divides_it(range_s: float, text: str) -> None:
    assert span(range_s) == text


def test_a_name_says_level_metric_and_window() -> None:
    assert increase_name("flow:cockpit_bad", 3_600) == "flow:cockpit_bad:increase1h"


def test_a_selector_with_conditions_is_written_whole() -> None:
    text = 'tries_total{path="a\\"b\\\\c",kind!~"x|y"}'
    expected = f"sum(increase({text}[5m] offset 1w))"
    assert increased(parsed(text), 300, " offset 1w") == expected


def test_a_record_is_found_by_all_its_labels() -> None:
    found = series("flow:cockpit_bad:increase1h", {"service": "a", "flow": "b"})
    conditions = (Matcher("service", "=", "a"), Matcher("flow", "=", "b"))
    assert found == Selector("flow:cockpit_bad:increase1h", conditions)
    assert parsed(rendered(found)) == found


def test_a_definition_tells_one_thing_counted_from_another() -> None:
    assert definition("a", "b") == definition("a", "b")
    assert definition("a", "b") != definition("ab") != definition("a", None)
    assert len(definition()) == 12


def test_a_threshold_has_no_noise_of_binary_fractions() -> None:
    assert 14.4 * (1 - 0.999) != 0.0144
    assert number(14.4 * (1 - 0.999)) == "0.0144"
