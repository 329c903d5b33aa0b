"""The rules that the cockpit writes, checked and played by the real promtool."""

from cockpit.app.rules.absence import NO_DATA_ALERT
from cockpit.app.rules.burning import BURN_ALERT
from cockpit.app.rules.thresholds import ERRORS, LIMITED, P95
from tests.kit.monitoring import workspace
from tests.kit.real.promtool import counter, firing, rules
from tests.kit.real.rehearsing import (
    EVENTS,
    GOOD,
    HOUR,
    Rehearse,
    counted,
    shop,
    steady,
)


def test_promtool_accepts_the_rules_of_a_whole_workspace(rehearse: Rehearse) -> None:
    assert rehearse(workspace(), {}).check() == ""


def test_a_full_outage_pages_after_about_a_minute(rehearse: Rehearse) -> None:
    begins_s = 2 * 3600.0
    series = steady(900, 3 * HOUR, lambda scrape: scrape >= 2 * HOUR)
    rehearsal = rehearse(shop(), series, "now")
    page = firing(BURN_ALERT, severity="page", pair="page_quick", flow="checkout")
    rehearsal.holds_not(begins_s + 45, page)
    rehearsal.holds(begins_s + 75, page)
    rehearsal.holds(begins_s + 600, page)
    assert rehearsal.play() == ""


def test_a_page_ends_five_minutes_after_the_outage(rehearse: Rehearse) -> None:
    over_s = 2 * 3600 + 600.0
    series = steady(900, 3 * HOUR, lambda scrape: 2 * HOUR <= scrape < 2 * HOUR + 40)
    rehearsal = rehearse(shop(), series, "now")
    page = firing(BURN_ALERT, pair="page_quick")
    rehearsal.holds(over_s + 240, page)
    rehearsal.holds_not(over_s + 330, page)
    assert rehearsal.play() == ""


def test_two_per_cent_of_errors_page_after_43_minutes(rehearse: Rehearse) -> None:
    begins_s = 2 * 3600.0
    series = steady(900, 4 * HOUR, lambda scrape: 0.02 * (scrape >= 2 * HOUR))
    rehearsal = rehearse(shop(), series, "now")
    page = firing(BURN_ALERT, severity="page", pair="page_quick")
    rehearsal.holds_not(begins_s + 42 * 60, page)
    rehearsal.holds(begins_s + 44.5 * 60, page)
    assert rehearsal.play() == ""


def test_exactly_the_threshold_never_pages(rehearse: Rehearse) -> None:
    series = steady(10_000, 3 * HOUR, lambda _scrape: 0.0144)
    rehearsal = rehearse(shop(), series, "now")
    for hour in (1, 2, 3):
        rehearsal.holds_not(hour * 3600.0, firing(BURN_ALERT, pair="page_quick"))
    assert rehearsal.play() == ""


def test_half_the_budget_at_sixty_requests_an_hour_wakes_nobody(rehearse: Rehearse) -> None:
    """Budget for one failure in 17 hours; 14.4 alone pages at each: one of 60 is 17 budgets."""
    hours, failed_at = 12, (125, 590)  # minutes; half the budget has none for the second one yet
    bad = [float(minute in failed_at) for minute in range(hours * 60)]
    series = counted([1.0] * hours * 60, bad)
    rehearsal = rehearse(shop(), series, "now", every_s=60, evaluate_s=60)
    for minute in failed_at:
        ratio = "flow:cockpit_bad:increase1h / flow:cockpit_events:increase1h"
        rehearsal.holds((minute + 2) * 60.0, f"{ratio} > 0.0144")
    rehearsal.holds_not(hours * 3600.0, f"last_over_time(ALERTS[{hours}h])")
    assert rehearsal.play() == ""


def test_a_single_failure_in_a_quiet_night_wakes_nobody(rehearse: Rehearse) -> None:
    minutes = 6 * 60
    tries = [float(minute % 20 == 0) for minute in range(minutes)]
    bad = [float(minute == 180) for minute in range(minutes)]
    rehearsal = rehearse(shop(), counted(tries, bad), every_s=60, evaluate_s=60)
    rehearsal.holds(181 * 60.0, "flow:cockpit_bad:increase1h >= 1")
    rehearsal.holds_not(minutes * 60.0, "last_over_time(ALERTS[6h])")
    assert rehearsal.play() == ""


def test_a_slow_burn_is_a_ticket_and_no_page(rehearse: Rehearse) -> None:
    """Four budgets: above three for a day, below six."""
    rehearsal = rehearse(
        shop(), steady(900, 26 * 12, lambda _scrape: 0.004), every_s=300, evaluate_s=300
    )
    rehearsal.holds(26 * 3600.0, firing(BURN_ALERT, severity="ticket", pair="ticket_quick"))
    rehearsal.holds_not(26 * 3600.0, firing(BURN_ALERT, pair="page_slow"))
    assert rehearsal.play() == ""


def test_slow_answers_burn_a_budget_of_their_own(rehearse: Rehearse) -> None:
    speed = {
        "latency": "took_seconds_bucket",
        "latency_slo": {"target": 0.999, "faster_than_s": 1},
    }
    healthy = steady(900, 2 * HOUR, lambda _scrape: 0.0)
    fast = [900.0 * (scrape < HOUR) for scrape in range(2 * HOUR)]
    buckets = {
        'took_seconds_bucket{le="0.5"}': counter([0.0] * 2 * HOUR),
        'took_seconds_bucket{le="1.0"}': counter(fast),
        'took_seconds_bucket{le="+Inf"}': counter([900.0] * 2 * HOUR),
    }
    rehearsal = rehearse(shop(flow=speed), healthy | buckets, "now")
    rehearsal.holds(3600.0 + 120, firing(BURN_ALERT, promise="speed", pair="page_quick"))
    rehearsal.holds_not(3600.0 + 120, firing(BURN_ALERT, promise="success"))
    assert rehearsal.play() == ""


def test_a_counter_of_failures_that_nobody_has_seen_is_no_failure(rehearse: Rehearse) -> None:
    given = shop(flow={"good": None, "bad": "lost_total"})
    series = {EVENTS: counter([900.0] * HOUR)}
    rehearsal = rehearse(given, series, "now")
    rehearsal.holds(3600.0, "flow:cockpit_bad:increase1h == 0")
    rehearsal.holds_not(3600.0, "last_over_time(ALERTS[1h])")
    assert rehearsal.play() == ""


def test_failures_are_counted_where_they_have_a_counter(rehearse: Rehearse) -> None:
    given = shop(flow={"good": None, "bad": "lost_total"})
    series = {EVENTS: counter([900.0] * HOUR), "lost_total": counter([90.0] * HOUR)}
    rehearsal = rehearse(given, series, "now")
    rehearsal.holds(3600.0, firing(BURN_ALERT, pair="page_quick"))
    assert rehearsal.play() == ""


def test_data_that_stop_page_once_they_have_been_gone_for_a_while(rehearse: Rehearse) -> None:
    series = {
        name: [*points, *[None] * HOUR]
        for name, points in steady(900, HOUR, lambda _scrape: 0.0).items()
    }
    rehearsal = rehearse(shop(), series, "now")
    gone = firing(NO_DATA_ALERT, severity="page", missing="events")
    rehearsal.holds_not(3600.0 + 240, gone)
    rehearsal.holds(3600.0 + 11 * 60, gone)
    rehearsal.holds_not(3600.0 + 11 * 60, firing(BURN_ALERT))
    assert rehearsal.play() == ""


def test_attempts_without_any_good_one_page(rehearse: Rehearse) -> None:
    rehearsal = rehearse(shop(), {EVENTS: counter([900.0] * HOUR)}, "now")
    rehearsal.holds(1200.0, firing(NO_DATA_ALERT, severity="page", missing="good"))
    assert rehearsal.play() == ""


def test_a_bound_that_the_histogram_does_not_have_is_a_ticket(rehearse: Rehearse) -> None:
    speed = {"latency": "took_seconds_bucket", "latency_slo": {"target": 0.95, "faster_than_s": 3}}
    series = steady(900, HOUR, lambda _scrape: 0.0)
    series['took_seconds_bucket{le="+Inf"}'] = counter([900.0] * HOUR)
    rehearsal = rehearse(shop(flow=speed), series, "now")
    rehearsal.holds(1200.0, firing(NO_DATA_ALERT, severity="ticket", missing="bound"))
    rehearsal.holds_not(1200.0, firing(BURN_ALERT, promise="speed"))
    assert rehearsal.play() == ""


def test_a_level_that_was_passed_is_over_only_below_the_second_one(rehearse: Rehearse) -> None:
    level = {"above_ratio": 0.06, "clear_below_ratio": 0.04, "grade": "act_now"}
    given = shop(target=0.9, alerts={"thresholds": {"errors": level}})
    shares = (0.05, 0.08, 0.05, 0.03)  # each for an hour
    rehearsal = rehearse(given, steady(900, 4 * HOUR, lambda scrape: shares[scrape // HOUR]), "now")
    for hour, is_firing in enumerate((False, True, True, False)):
        expect = rehearsal.holds if is_firing else rehearsal.holds_not
        expect(hour * 3600.0 + 1800, firing(ERRORS, severity="page"))
    assert rehearsal.play() == ""


def test_a_level_says_nothing_of_few_events(rehearse: Rehearse) -> None:
    level = {"above_ratio": 0.06, "clear_below_ratio": 0.04, "minimum_events": 100}
    given = shop(target=0.9, alerts={"thresholds": {"errors": level}})
    rehearsal = rehearse(given, steady(4, HOUR, lambda _scrape: 0.5), "now")
    rehearsal.holds_not(3600.0, firing(ERRORS))
    assert rehearsal.play() == ""


def test_p95_and_refusals_as_too_many_have_levels_too(rehearse: Rehearse) -> None:
    given = shop(
        flow={"latency": "took_seconds_bucket", "reasons": "lost_total"},
        alerts={
            "thresholds": {
                "p95": {"above_s": 2, "clear_below_s": 1.5},
                "limited": {"above_ratio": 0.03, "clear_below_ratio": 0.01},
            }
        },
    )
    series = steady(900, HOUR, lambda _scrape: 0.1)
    series |= {
        'took_seconds_bucket{le="1"}': counter([500.0] * HOUR),
        'took_seconds_bucket{le="5"}': counter([900.0] * HOUR),
        'took_seconds_bucket{le="+Inf"}': counter([900.0] * HOUR),
        'lost_total{reason="429"}': counter([50.0] * HOUR),
        'lost_total{reason="4290"}': counter([40.0] * HOUR),
    }
    rehearsal = rehearse(given, series, "now")
    rehearsal.holds(1800.0, firing(P95))
    rehearsal.holds(1800.0, firing(LIMITED))
    rehearsal.holds(1800.0, 'ALERTS{alertname="CockpitLimited",severity="ticket"}')
    assert rehearsal.play() == ""


def test_the_sum_of_a_period_is_said_once_all_of_it_is_recorded(rehearse: Rehearse) -> None:
    given = shop(flow={"slo": {"target": 0.999, "period_days": 2}})
    series = steady(300, 50 * 24, lambda _slot: 0.01)
    rehearsal = rehearse(given, series, "now", "period", every_s=150, evaluate_s=300)
    events = "flow:cockpit_events:increase2d"
    rehearsal.holds_not(40 * 3600.0, events)
    rehearsal.holds(49 * 3600.0, events)
    rehearsal.holds(49 * 3600.0, f"abs({events} / (2 * 24 * 24 * 300) - 1) < 0.005")
    rehearsal.holds(49 * 3600.0, f"abs(flow:cockpit_bad:increase2d / {events} - 0.01) < 1e-6")
    assert rehearsal.play() == ""


HOSTILE = (
    'quo"te',
    "back\\slash",
    "line\nbreak",
    "tab\tand {{ $value }}",
    "비밀 \u2028 \u0085 \U0001f600",
    "#no: comment",
    "'single' %s",
)


def test_hostile_names_and_values_stay_what_they_are(rehearse: Rehearse) -> None:
    text = "".join(HOSTILE)
    quoted = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    given = shop(
        flow={
            "name": "on",
            "events": f'{EVENTS}{{path="{quoted}"}}',
            "good": f'{GOOD}{{path="{quoted}",other!~"a|b.*\\\\."}}',
            "runbook": "https://wiki.example.com/{{x}}?a=b#c'd",
            "flag": "null",
        },
        levers={"flags": [{"flag": "null", "source": "flags", "guards": ["on"]}]},
    )
    both = steady(900, HOUR, lambda scrape: scrape >= 120)
    series = {
        f'{EVENTS}{{path="{quoted}"}}': both[EVENTS],
        f'{GOOD}{{path="{quoted}",other="c"}}': both[GOOD],
        f'{GOOD}{{path="{quoted}",other="b1."}}': both[EVENTS],
    }
    rehearsal = rehearse(given, series, "now")
    rehearsal.holds(3000.0, firing(BURN_ALERT, flow="on", pair="page_quick"))
    (page,) = [one for one in rules(given).alerts if one.labels.get("pair") == "page_quick"]
    counts = {"selector": rehearsal.text.split('selector: "', 1)[1][:12]}
    expected = {
        "exp_labels": dict(page.labels) | counts,
        "exp_annotations": {
            **page.annotations,
            "summary": "rules.burn burn=14.4 flow=on value=40% window_s=3600.0",
        },
    }
    of_quick = {"eval_time": "3000s", "alertname": BURN_ALERT, "exp_alerts": [expected]}
    complaint = rehearsal.play(of_quick)
    assert complaint == "", complaint
