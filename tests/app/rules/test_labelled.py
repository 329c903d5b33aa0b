"""Labels and annotations of an alert."""

from cockpit.app.rules.labelled import flow_subject, kpi_subject
from tests.app.rules.written import one_flow


def test_a_flow_without_levers_and_runbook_has_no_annotations() -> None:
    subject = flow_subject(one_flow(levers={}), "checkout")
    assert subject.annotations == {}
    assert subject.labels == {"service": "shop-app", "flow": "checkout", "reason": "slo"}


def test_where_no_lever_helps_the_runbook_stays() -> None:
    subject = flow_subject(one_flow(flow={"runbook": "https://wiki/x"}), "checkout")
    assert set(subject.annotations) == {"lever", "command", "runbook_url"}
    assert subject.without_lever.annotations == {"runbook_url": "https://wiki/x"}


def test_a_kpi_has_a_reason_of_its_own() -> None:
    subject = kpi_subject(one_flow(), "sales")
    assert subject.labels == {"service": "shop-app", "kpi": "sales", "reason": "kpi"}
