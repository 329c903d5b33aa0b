"""The server's alerts: asked now and then, kept, and never more certain than they are."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.rules.file import rules_of
from cockpit.app.server_alerts import AFTER_FAILURE_S, ASK_EVERY_S, STALE_S, ServerAlerts
from cockpit.app.server_codes import ServerCode
from cockpit.app.server_view import ServerView
from cockpit.domain.message import Message
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError
from cockpit.ports.server_alerts import ServerAlert
from tests.app.queued import Queue
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.metrics import FakeMetrics, FakeShop
from tests.kit.monitoring import cockpit, workspace

WHY = Message("test.why")


def alert(name: str = "Teams", *, is_firing: bool = True, **labels: str) -> ServerAlert:
    return ServerAlert({"alertname": name, **labels}, {"summary": "said"}, is_firing, NOON)


def our_alert(**labels: str) -> ServerAlert:
    """Return the first alert of this workspace's own rules, as the server tells it."""
    rule = rules_of(workspace(), "metrics", "").alerts[0]
    notes = {**rule.annotations, "summary": "한국어", "summary_en": "English"}
    return ServerAlert({"alertname": rule.name, **rule.labels, **labels}, notes, True, NOON)


class Watch:
    """A watch over a fake server; `queue` holds what was asked until it is let go."""

    def __init__(self, **more: Any) -> None:
        self.clock = FakeClock()
        self.metrics = FakeMetrics(FakeShop(self.clock, NOON.timestamp() - 60), **more)
        self.queue = Queue()
        self.notes_count = 0
        self.may_ask = True
        self.alerts = ServerAlerts(
            workspace(),
            {"metrics": self.metrics},
            self.clock,
            {"metrics": self.queue},
            lambda _source, _now_s: self.may_ask,
        )

    def note(self) -> None:
        self.notes_count += 1

    def ask(self, *alerts: ServerAlert) -> ServerView:
        """Let time pass until it is asked again, and have it answer."""
        self.metrics.server_alerts = alerts
        self.clock.move(AFTER_FAILURE_S)
        self.alerts.tick(self.note)
        self.queue.run()
        return self.view()

    def view(self) -> ServerView:
        return self.alerts.view(self.clock.now())


def test_before_the_first_answer_nothing_is_known() -> None:
    watch = Watch()
    view = watch.view()
    assert view.alerts == ()
    assert view.unknown is not None
    assert view.unknown.code == ServerCode.NOT_ASKED
    assert view.age_s is None


def test_an_alert_of_our_rules_is_told_from_one_of_the_team() -> None:
    ours, theirs = Watch().ask(our_alert(), alert(severity="critical")).alerts
    assert (ours.flow, ours.is_page, ours.is_ours, ours.is_current) == ("coupon", True, True, True)
    assert ours.summaries == {"ko": "한국어", "en": "English"}
    assert (theirs.flow, theirs.is_page, theirs.is_ours) == (None, True, False)
    assert theirs.summaries == {"": "said"}


def test_a_rule_of_another_workspace_is_ours_and_not_current() -> None:
    told = our_alert()
    old = replace(told, annotations={**told.annotations, "rule": "000000000000"})
    (view,) = Watch().ask(old).alerts
    assert (view.is_ours, view.is_current) == (True, False)


def test_a_flow_is_ours_only_by_its_name_and_its_service() -> None:
    watch = Watch()
    flows = [
        watch.ask(told).alerts[0].flow
        for told in (
            alert(flow="coupon"),
            alert(flow="coupon", service="shop-app"),
            alert(flow="coupon", service="other"),
            alert(flow="nobody"),
        )
    ]
    assert flows == ["coupon", "coupon", None, None]
    assert watch.ask(alert(kpi="completion")).alerts[0].kpi == "completion"
    assert watch.ask(alert(kpi="nothing")).alerts[0].kpi is None


def test_pages_that_fire_come_before_tickets_and_those_before_what_is_pending() -> None:
    told = (
        alert("A", is_firing=False, severity="page", flow="coupon"),
        alert("B", severity="ticket", flow="checkout"),
        alert("C", severity="page"),
        alert("D", severity="page", flow="checkout"),
    )
    assert [one.name for one in Watch().ask(*told).alerts] == ["D", "C", "B", "A"]


def test_the_server_is_asked_rarely_and_never_twice_at_once() -> None:
    watch = Watch()
    watch.alerts.tick(watch.note)
    watch.alerts.tick(watch.note)
    assert len(watch.queue) == 1
    watch.queue.run()
    watch.clock.move(ASK_EVERY_S - 1)
    watch.alerts.tick(watch.note)
    assert len(watch.queue) == 0
    watch.clock.move(1)
    watch.alerts.tick(watch.note)
    assert len(watch.queue) == 1
    assert watch.notes_count == 1


def test_a_source_that_is_left_in_peace_is_not_asked() -> None:
    watch = Watch()
    watch.may_ask = False
    watch.alerts.tick(watch.note)
    assert len(watch.queue) == 0


def test_after_a_failure_what_was_known_stays_for_a_while_with_its_age() -> None:
    watch = Watch()
    watch.ask(our_alert())
    watch.metrics.error = BadAnswerError(WHY)
    watch.clock.move(ASK_EVERY_S)
    watch.alerts.tick(watch.note)
    watch.queue.run()
    view = watch.view()
    assert len(view.alerts) == 1
    assert view.age_s == ASK_EVERY_S
    watch.clock.move(STALE_S)
    view = watch.view()
    assert (view.alerts, view.unknown) == ((), WHY)


def test_a_server_that_has_no_such_page_says_so_and_is_asked_less_often() -> None:
    watch = Watch(error=RefusedError(WHY, Refusal.NOT_FOUND))
    watch.alerts.tick(watch.note)
    watch.queue.run()
    unknown = watch.view().unknown
    assert unknown is not None
    assert unknown.code == ServerCode.NOT_OFFERED
    watch.clock.move(AFTER_FAILURE_S - 1)
    watch.alerts.tick(watch.note)
    assert len(watch.queue) == 0


def test_a_partial_answer_is_shown_and_not_taken_for_all() -> None:
    view = Watch(warnings=(WHY,)).ask(our_alert())
    assert len(view.alerts) == 1
    assert view.unknown == WHY


def test_an_error_of_another_kind_is_no_more_than_not_known() -> None:
    watch = Watch()
    watch.metrics.server_alerts = None  # type: ignore[assignment]  # what nobody foresaw
    watch.alerts.tick(watch.note)
    watch.queue.run()
    unknown = watch.view().unknown
    assert unknown is not None
    assert unknown.code == ServerCode.NOT_ASKED


@pytest.mark.slow
def test_the_monitor_keeps_the_server_s_alerts_in_its_snapshots() -> None:
    made = cockpit()
    made.metrics.server_alerts = (our_alert(),)
    seen = made.watch(5.0)
    assert [one.flow for one in seen.server.alerts] == ["coupon"]
    assert [shape for shape, _, _ in made.metrics.calls].count("alerts") == 1
    made.watch(2 * ASK_EVERY_S)
    assert [shape for shape, _, _ in made.metrics.calls].count("alerts") == 3
    assert made.seen[-1].server.unknown is None


def test_the_age_counts_from_the_answer() -> None:
    watch = Watch()
    watch.ask()
    watch.clock.move(7)
    assert watch.view().age_s == timedelta(seconds=7).total_seconds()
