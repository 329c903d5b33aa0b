"""The file of rules as a whole."""

import re

from msgspec import to_builtins

from cockpit.app.rules.codes import NoteCode
from cockpit.app.rules.file import rules_of, sources_with_rules
from cockpit.ports.rules import Alerting, Recording
from cockpit.ports.workspace import Workspace
from tests.app.rules.written import HASH, one_flow, written
from tests.kit.monitoring import flow, workspace

USED = re.compile(r"((?:flow|kpi):cockpit_[a-z0-9_:]+)\{([^}]*)\}")
FRESH_S = 300.0
"""So long a server finds a record."""


def everything() -> Workspace:
    """Return a workspace with every kind of promise and level."""
    level = {"above_ratio": 0.06, "clear_below_ratio": 0.04}
    return workspace(
        alerts={
            "thresholds": {
                "errors": level,
                "slow": level,
                "limited": level,
                "p95": {"above_s": 2, "clear_below_s": 1},
            }
        }
    )


def test_the_same_workspace_gives_the_same_rules() -> None:
    assert written(everything()) == written(everything())


def test_every_series_that_is_used_is_kept_by_another_rule() -> None:
    kept: set[tuple[str, str]] = set()
    used: set[tuple[str, str]] = set()
    for group in written(everything()).groups:
        for rule in group.rules:
            used |= {(name, labels) for name, labels in USED.findall(rule.expr)}
            if isinstance(rule, Recording):
                labels = ",".join(f'{name}="{value}"' for name, value in rule.labels.items())
                kept.add((rule.name, labels))
    assert used
    assert used <= kept


def test_only_a_workspace_with_clocks_of_its_own_is_told_what_weeks_are_to_a_server() -> None:
    there = one_flow(
        service={
            "name": "shop-app",
            "title": {"ko": "앱", "en": "App"},
            "time_zone": "Europe/Berlin",
        }
    )
    (note,) = [one for one in written(there).notes if one.code == NoteCode.KPI_CLOCKS]
    assert note.value("zone") == "Europe/Berlin"
    assert NoteCode.KPI_CLOCKS not in {one.code for one in written(one_flow()).notes}
    assert written(there).groups == written(one_flow()).groups


def test_no_record_is_so_rare_that_it_is_not_found() -> None:
    groups = written(everything()).groups
    assert max(group.interval_s for group in groups) < FRESH_S
    assert len({group.name for group in groups}) == len(groups)


def test_no_series_is_kept_twice() -> None:
    rules = [rule for group in written(everything()).groups for rule in group.rules]
    kept = [
        (rule.name, tuple(rule.labels.items())) for rule in rules if isinstance(rule, Recording)
    ]
    assert len(set(kept)) == len(kept)


def test_no_two_alerts_would_be_taken_for_one() -> None:
    found = [(one.name, tuple(sorted(one.labels.items()))) for one in written(everything()).alerts]
    assert len(set(found)) == len(found)


def test_every_alert_says_how_soon_why_and_whom_it_concerns() -> None:
    for one in written(everything()).alerts:
        assert one.labels["severity"] in {"page", "ticket"}
        assert one.labels["reason"] in {"slo", "kpi"}
        assert one.labels["service"] == "shop-app"
        assert ("flow" in one.labels) != ("kpi" in one.labels)
        assert re.fullmatch("[0-9a-f]{12}", one.annotations["rule"])


def test_a_change_of_what_makes_an_alert_fire_changes_its_rule() -> None:
    def hashes(given: Workspace) -> set[str]:
        return {one.annotations["rule"] for one in written(given).alerts}

    before = hashes(one_flow())
    assert len(before) == 6
    assert len(before & hashes(one_flow(flow={"slo": {"target": 0.9}}))) == 2  # data gone
    assert before == hashes(one_flow(flow={"runbook": "https://wiki.example.com"}))


def test_a_flow_is_told_with_its_runbook_and_the_flag_that_guards_it() -> None:
    guarded = workspace(flows=[flow("coupon", flag="coupon_v2", runbook="https://wiki/coupon")])
    burn = next(one for one in written(guarded).alerts if one.name == "CockpitBudgetBurn")
    assert burn.annotations["lever"] == "coupon_v2"
    assert burn.annotations["command"] == "cockpit off coupon_v2"
    assert burn.annotations["runbook_url"] == "https://wiki/coupon"
    gone = next(one for one in written(guarded).alerts if one.name == "CockpitNoData")
    assert "lever" not in gone.annotations
    assert gone.annotations["runbook_url"] == "https://wiki/coupon"


def test_without_a_flag_the_way_out_is_the_rollback() -> None:
    burn = next(one for one in written(one_flow()).alerts if one.name == "CockpitBudgetBurn")
    assert burn.annotations["command"] == "cockpit rollback shop"


def test_each_server_gets_what_is_counted_there() -> None:
    sources = {
        name: {"kind": "prometheus", "url": f"https://{name}.example.com"}
        for name in ("metrics", "other")
    }
    given = workspace(
        sources=sources | dict(to_builtins(workspace())["sources"]),
        flows=[flow("coupon"), flow("checkout", source="other")],
    )
    assert sources_with_rules(given) == ("metrics", "other")
    of_other = rules_of(given, "other", HASH)
    assert {one.labels.get("flow") for one in of_other.alerts} == {"checkout"}
    assert {one.labels.get("flow") for one in written(given).alerts} == {"coupon", None}


def test_what_is_left_out_is_said_above() -> None:
    modest = one_flow(flow={"slo": {"target": 0.9}})
    notes = written(modest).notes
    assert [note for note in notes if note.code == NoteCode.NEVER]
    assert notes[0].value("policy") == HASH
    codes = {note.code for note in written(one_flow()).notes}
    assert {NoteCode.GATE, NoteCode.VERSIONS, NoteCode.KPI} <= codes
    assert NoteCode.NEVER not in codes


def test_pages_do_not_wait() -> None:
    for one in written(everything()).alerts:
        assert isinstance(one, Alerting)
        assert one.for_s == 0 or one.name in {"CockpitNoData", "CockpitKpiOdd"}
