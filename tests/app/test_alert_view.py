"""What is put aside stays in sight, apart; what is over keeps what people said of it."""

from cockpit.app.alert_view import PAST_COUNT
from cockpit.domain.alarms import Look
from tests.kit.alarm_watch import Watch
from tests.kit.alerting import at_s, ended, finding, raised, rated, shelved
from tests.kit.monitoring import workspace

BAD = {"flow:coupon": Look("coupon", None, (finding(),))}


def test_what_is_put_aside_says_until_when_and_comes_back_by_itself() -> None:
    watch = Watch(workspace())
    watch.look(BAD, 12)
    watch.episodes = watch.episodes.after([shelved(12, 100, alert_id="id-0")])
    watch.look(BAD)
    (aside,) = watch.shelved
    assert aside.shelving is not None
    assert (aside.shelving.by, aside.shelving.until_at) == ("mina", at_s(100))
    watch.is_deaf = True
    watch.look(BAD, 100)
    assert [one.shelving for one in watch.alerts] == [None]
    assert watch.shelved == ()


def test_the_last_that_are_over_come_with_their_ratings() -> None:
    watch = Watch(workspace())
    rows = []
    for number in range(PAST_COUNT + 3):
        id_ = f"coupon-{number}"
        rows += [
            raised(100 * number, alert_id=id_),
            ended(100 * number + 90, alert_id=id_),
            rated(100 * number + 95, "jun", is_useful=number % 2 == 0, alert_id=id_),
        ]
    watch.episodes = watch.episodes.after(rows)
    past = watch.past
    assert len(past) == PAST_COUNT
    assert past[0].alert_id == f"coupon-{PAST_COUNT + 2}"
    assert past[0].ratings == {"jun": True}
