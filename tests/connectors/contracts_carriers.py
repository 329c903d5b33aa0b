"""What any Alertmanager must do for the connector."""

from datetime import timedelta

from msgspec.structs import replace

from cockpit.connectors.notify.alertmanager import connect
from cockpit.ports.channels import NoteKind, Urgency
from tests.connectors.near import CLOCK, failure, source
from tests.kit.notes import note


def walk(url: str) -> None:
    """Let an alert begin, go on, grow worse and end; look at what the server shows each time."""
    now = CLOCK.now()
    settings = source(url, deadline_s=5.0, options=(("team", "shop"), ("flow", "overruled")))
    alertmanager = connect(settings, CLOCK)
    hostile = (("flow", 'a"b\\c\n한글'), ("reason", "slo"), ("empty", ""), ("no label", "x"))
    begun = note(since_at=now, urgency=Urgency.WATCH, facts=hostile, link="https://wiki.test/a?b=c")
    assert alertmanager.shows(begun) is False
    for _ in range(2):
        assert alertmanager.send(begun).status == 200
        assert alertmanager.shows(begun) is True
    worse = replace(begun, urgency=Urgency.ACT_NOW)
    assert alertmanager.shows(worse) is False
    alertmanager.send(worse)
    over = replace(begun, until_at=now)
    alertmanager.send(over)
    assert alertmanager.shows(begun) is False
    assert alertmanager.shows(worse) is True
    # What is told later may be over already, and never began.
    late = replace(worse, since_at=now + timedelta(minutes=1), until_at=now)
    alertmanager.send(late)
    assert alertmanager.shows(worse) is False
    line = note("단계 5 %", kind=NoteKind.LOG, urgency=Urgency.NEWS, since_at=now, facts=())
    alertmanager.send(line)
    assert alertmanager.shows(line) is True
    alertmanager.close()


def refuse(url: str) -> None:
    """Say that there is no such server at another path."""
    lost = connect(source(f"{url}/nowhere", deadline_s=5.0), CLOCK)
    assert not failure(lambda: lost.send(note(since_at=CLOCK.now()))).may_have_applied
    lost.close()
