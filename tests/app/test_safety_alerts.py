"""How useful alerts were, by the last word of each person."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.safety_alerts import usefulness
from cockpit.app.safety_view import MeasureView
from cockpit.domain.episodes import Episode, Episodes
from tests.kit.alerting import at_s, ended, raised, rated

DAY_S = 86_400.0
END = at_s(90 * DAY_S)
BEGIN = at_s(0)


def episodes() -> list[Episode]:
    rows = []
    for day, id_ in ((-40, "a"), (5, "b"), (60, "c"), (80, "d")):
        rows += [
            raised(day * DAY_S, alert_id=id_),
            ended(day * DAY_S + 90, alert_id=id_),
        ]
    rows += [
        rated(91 * DAY_S, "mina", is_useful=False, alert_id="a"),
        rated(91 * DAY_S, "mina", is_useful=True, alert_id="b"),
        rated(91 * DAY_S, "jun", is_useful=False, alert_id="b"),
        rated(91 * DAY_S, "jun", is_useful=False, alert_id="c"),
        rated(92 * DAY_S, "jun", is_useful=True, alert_id="c"),
    ]
    return list(Episodes().after(rows).all.values())


def measured(given: list[Episode]) -> MeasureView:
    def place(at: datetime) -> int:
        return int((at - BEGIN) / timedelta(days=45))

    return usefulness(given, BEGIN, END, place, 2)


def test_each_word_counts_once_within_the_window_and_before_it() -> None:
    found = measured(episodes())
    assert found.value == pytest.approx(2 / 3)
    assert (found.count, found.of_count) == (2, 3)
    assert (found.before, found.before_count) == (0.0, 1)
    assert found.weeks == (0.5, 1.0)
    assert found.members == ("l1",)
    assert found.interval is not None


def test_without_words_nothing_is_known() -> None:
    silent = [replace(one, ratings={}) for one in episodes()]
    found = measured(silent)
    assert (found.value, found.count, found.of_count, found.interval) == (None, 0, 0, None)
    assert found.members == ()


def test_drills_do_not_count() -> None:
    drills = [replace(one, is_drill=True) for one in episodes()]
    assert measured(drills).value is None
