"""What is new stays marked until somebody had the time to see it."""

from datetime import timedelta

from msgspec.structs import replace

from cockpit.domain.alert_words import AlertGrade
from cockpit.ui.drawer_seen import FRESH, SEEN_AFTER, Seen
from tests.kit.story.levers import slo_alert, version_alert

LOUD = replace(version_alert(), alert_id="a1")
AT = LOUD.since_at
END = AT + timedelta(seconds=20)
OVER = replace(LOUD, ended_at=END)
SECOND = timedelta(seconds=1)


def looked(seen: Seen, *alerts: object, at_s: float, is_looked_at: bool = True) -> None:
    given = tuple(alerts)
    seen.take(given, (), AT + at_s * SECOND, is_looked_at=is_looked_at)  # type: ignore[arg-type]


def test_an_alert_is_new_until_it_was_looked_at_for_some_seconds() -> None:
    seen = Seen()
    looked(seen, LOUD, at_s=0, is_looked_at=False)
    looked(seen, LOUD, at_s=100, is_looked_at=False)
    assert seen.is_new(LOUD)
    looked(seen, LOUD, at_s=101)
    assert seen.is_new(LOUD)
    looked(seen, LOUD, at_s=101 + SEEN_AFTER.total_seconds())
    assert not seen.is_new(LOUD)


def test_a_glance_away_begins_anew() -> None:
    seen = Seen()
    looked(seen, LOUD, at_s=0)
    looked(seen, LOUD, at_s=3, is_looked_at=False)
    looked(seen, LOUD, at_s=6)
    assert seen.is_new(LOUD)


def test_what_was_loud_and_is_over_stays_until_it_was_seen() -> None:
    seen = Seen()
    assert seen.latched((OVER,)) == (OVER,)
    assert seen.latched((replace(OVER, grade=AlertGrade.WATCH),)) == ()
    for second in range(7):
        seen.take((), (OVER,), END + second * SECOND, is_looked_at=True)
    assert seen.latched((OVER,)) == ()


def test_what_was_over_long_before_the_window_is_old() -> None:
    seen = Seen()
    seen.take((), (OVER,), AT + timedelta(days=1), is_looked_at=False)
    assert seen.latched((OVER,)) == ()


def test_a_sound_is_due_once_for_each_that_needs_a_hand() -> None:
    seen = Seen()
    calm = slo_alert()
    assert not seen.is_sound_due((calm,), AT)
    assert seen.is_sound_due((LOUD, calm), AT)
    assert not seen.is_sound_due((LOUD, calm), AT + SECOND)
    other = replace(LOUD, key="flow:cart")
    assert seen.is_sound_due((LOUD, other), AT + SECOND)
    assert not Seen().is_sound_due((LOUD,), AT + 2 * FRESH)
