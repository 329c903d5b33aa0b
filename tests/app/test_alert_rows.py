"""The journal is owed what it does not say yet, and nothing twice."""

from cockpit.app.alert_rows import owed
from cockpit.domain.alarms import Alarms, Look
from cockpit.domain.alert_events import AlertRaised, AlertUnshelved
from cockpit.domain.alert_words import AlertReason
from cockpit.domain.episodes import Episodes
from tests.kit.alarm_watch import Watch
from tests.kit.alerting import at_s, finding, raised, shelved
from tests.kit.monitoring import workspace

BAD = {"flow:coupon": Look("coupon", None, (finding(),))}
WORSE = {
    "flow:coupon": Look("coupon", None, (finding("version:success", reason=AlertReason.VERSION),))
}


def test_a_new_alert_is_owed_without_an_id_and_with_its_launch() -> None:
    watch = Watch(workspace())
    watch.is_deaf = True
    watch.look(BAD, 12)
    (event,) = owed(watch.alarms, watch.episodes, watch.now, "l1")
    assert isinstance(event, AlertRaised)
    assert (event.alert_id, event.key, event.launch_id, event.since_at) == (
        "",
        "flow:coupon",
        "l1",
        at_s(1),
    )
    assert (event.way_out, event.target) == (None, "")


def test_what_is_written_is_owed_no_more() -> None:
    watch = Watch(workspace())
    watch.look(BAD, 30)
    assert list(owed(watch.alarms, watch.episodes, watch.now, None)) == []


def test_a_graver_alert_is_owed_under_its_id_and_comes_back_from_aside() -> None:
    watch = Watch(workspace())
    watch.look(BAD, 12)
    watch.episodes = watch.episodes.after([shelved(12, 900, alert_id="id-0")])
    watch.look(BAD)
    assert (len(watch.alerts), len(watch.shelved)) == (0, 1)
    watch.look(WORSE, 12)
    assert (len(watch.alerts), len(watch.shelved)) == (1, 0)
    told = [row.event for row in watch.rows]
    assert isinstance(told[1], AlertRaised)
    assert told[1].alert_id == "id-0"
    assert told[2:] == [AlertUnshelved("id-0", "flow:coupon", "graver")]


def test_a_time_that_is_over_is_owed_once_also_for_what_has_ended() -> None:
    aside = Episodes().after([raised(0), shelved(10, 100)])
    assert list(owed(Alarms(), aside, at_s(99), None)) == []
    assert list(owed(Alarms(), aside, at_s(100), None)) == [
        AlertUnshelved("coupon-1", "flow:coupon", "time")
    ]
