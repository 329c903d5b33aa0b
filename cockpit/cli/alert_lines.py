"""Alerts as lines of a terminal, out of a snapshot or out of the journal alone."""

from collections.abc import Iterator, Sequence

from cockpit.app.alert_view import AlertView
from cockpit.cli.alert_line_codes import LineCode
from cockpit.domain.alert_words import AlertGrade, about
from cockpit.domain.episodes import LIMIT_COUNT
from cockpit.domain.message import Message, message
from cockpit.domain.way_out import WayOut


def running_lines(alerts: Sequence[AlertView]) -> Iterator[Message]:
    """Yield what goes on, what needs a hand first, each with its way out."""
    for one in alerts:
        is_urgent = one.grade is AlertGrade.ACT_NOW
        code = LineCode.ACT_NOW if is_urgent else LineCode.WATCH
        yield message(code, about=about(one.key), since_at=one.since_at, told=one.message)
        if one.advice is not None:
            is_off = one.advice.way_out is WayOut.FLAG_OFF
            way_out = LineCode.FLAG_OFF if is_off else LineCode.ROLLBACK
            yield message(way_out, name=one.advice.name)
        for other in one.others:
            yield message(LineCode.ALSO, told=other.told)


def shelved_lines(alerts: Sequence[AlertView]) -> Iterator[Message]:
    """Yield what was put aside: until when, by whom and why."""
    for one in alerts:
        if (aside := one.shelving) is not None:
            yield message(
                LineCode.ASIDE,
                about=about(one.key),
                until_at=aside.until_at,
                person=aside.by,
                reason=aside.reason,
            )


def past_lines(alerts: Sequence[AlertView]) -> Iterator[Message]:
    """Yield what is over, and what people said of it."""
    for one in alerts:
        ratings = list(one.ratings.values())
        yield message(
            LineCode.OVER if ratings else LineCode.OVER_UNRATED,
            about=about(one.key),
            since_at=one.since_at,
            ended_at=one.ended_at,
            told=one.message,
            useful_count=ratings.count(True),
            noise_count=ratings.count(False),
        )


def rate_line(heard_count: int) -> Message:
    """Return how many alerts there were lately, against what a person can follow."""
    return message(LineCode.RATE, alert_count=heard_count, limit_count=LIMIT_COUNT)
