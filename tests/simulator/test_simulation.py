import dataclasses
import json
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import MetricsSettings, Ports, SimulationSettings
from cockpit.simulator.shop.faults import Fault, FaultKind
from cockpit.simulator.simulation import Simulation, run
from tests.simulator.conftest import START_AT

DEADLINE_S = 10.0
PERSON = {"Authorization": "user:release-manager", "Content-Type": "application/json"}
FLAGS = "/api/admin/projects/default/features"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(
    url: str,
    body: object = None,
    *,
    method: str | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, Any]:
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, sent, headers or {}, method=method)  # noqa: S310 - ours
    try:
        with _OPENER.open(request, timeout=DEADLINE_S) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def query(simulation: Simulation, text: str) -> dict[str, float]:
    """Return the answer of a query, its rows named by their last label."""
    url = f"{simulation.addresses.metrics}/api/v1/query?{urlencode({'query': text})}"
    status, body = ask(url)
    assert status == 200
    rows = body["data"]["result"]
    return {list(row["metric"].values())[-1]: float(row["value"][1]) for row in rows}


def switch(simulation: Simulation, flag: str, state: str) -> None:
    path = f"{FLAGS}/{flag}/environments/production/{state}"
    assert ask(simulation.addresses.flags + path, {}, headers=PERSON) == (200, None)


def roll_out(simulation: Simulation, percent: int) -> None:
    path = f"{simulation.addresses.flags}{FLAGS}/release_3_2_0/environments/production/strategies"
    _, (strategy,) = ask(path, headers=PERSON)
    patch = [{"op": "replace", "path": "/parameters/rollout", "value": str(percent)}]
    status, _ = ask(f"{path}/{strategy['id']}", patch, method="PATCH", headers=PERSON)
    assert status == 200


@pytest.mark.slow
def test_steps_move_the_time_the_traffic_and_the_scrapes(simulation: Simulation) -> None:
    before = simulation.clock.now()
    simulation.advance(600)
    assert simulation.clock.now() == before + 600
    searches = query(simulation, "sum by (version) (increase(shop_searches_total[5m]))")
    assert 0.15 < searches["3.2.0"] / (searches["3.1.4"] + searches["3.2.0"]) < 0.25
    raw = urlencode({"query": "shop_searches_total[21s]"})
    _, body = ask(f"{simulation.addresses.metrics}/api/v1/query?{raw}")
    instants = [at - before for at, _ in body["data"]["result"][0]["values"]]
    assert instants == [580, 585, 590, 595, 600]


@pytest.mark.slow
def test_steps_may_be_of_any_size(still: SimulationSettings) -> None:
    with Simulation(still) as whole, Simulation(still) as pieces:
        whole.advance(120)
        for seconds in (0.3, 0.7, 50, 0.5, 68.5):
            pieces.advance(seconds)
        assert whole.clock.now() == pytest.approx(pieces.clock.now())
        pages = [ask_text(each.addresses.shop + "/metrics") for each in (whole, pieces)]
        assert pages[0] == pages[1]
        assert pages[0].count("\n") > 500


def ask_text(url: str) -> str:
    with _OPENER.open(url, timeout=DEADLINE_S) as answer:
        text: str = answer.read().decode()
        return text


def test_every_server_tells_the_simulated_time_and_dates_its_answers(
    simulation: Simulation,
) -> None:
    simulation.advance(90)
    for url in dataclasses.astuple(simulation.addresses):
        with _OPENER.open(url + "/time", timeout=DEADLINE_S) as answer:
            told = json.loads(answer.read())
            assert answer.headers["Date"] == "Sat, 21 Nov 2026 03:01:30 GMT"
        assert told["now_s"] == START_AT.timestamp() + 90
        assert told["at"] == "2026-11-21T03:01:30.000+00:00"
        assert told["speed"] == 0


@pytest.mark.slow
def test_the_whole_loop_a_fault_is_seen_switched_off_and_over(simulation: Simulation) -> None:
    text = "sum by (result) (increase(shop_flow_results_total{%s}[5m]))"
    android = text % 'flow="coupon",version="3.2.0",platform="android",try="first"'
    simulation.inject(Fault(FaultKind.COUPON_NPE))
    simulation.advance(600)
    broken = query(simulation, android)
    assert broken["fail"] / sum(broken.values()) > 0.1
    switch(simulation, "coupon_v2", "off")
    simulation.advance(400)
    mended = query(simulation, android)
    assert mended["fail"] / sum(mended.values()) < 0.06
    assert query(simulation, "shop_flag_enabled")["coupon_v2"] == 0


def test_the_rollout_decides_who_gets_the_new_version(simulation: Simulation) -> None:
    for percent in (100, 5):
        roll_out(simulation, percent)
        simulation.advance(10)
        exposed = query(simulation, "shop_release_exposure_ratio")["3.2.0"]
        assert exposed == pytest.approx(percent / 100, abs=0.01)


def test_a_rollback_brings_the_share_of_the_new_version_to_zero(simulation: Simulation) -> None:
    headers = {"Authorization": "Bearer simulator-deploy"}
    body = {"operation_id": "op-1", "service": "shop", "to_version": "3.1.4"}
    status, job = ask(simulation.addresses.deploys + "/rollbacks", body, headers=headers)
    assert (status, job["status"]) == (202, "queued")
    url = f"{simulation.addresses.deploys}/rollbacks/{job['id']}"
    seen = []
    for _ in range(6):
        simulation.advance(10)
        seen.append(ask(url, headers=headers)[1]["status"])
    assert seen == ["running", "running", "running", "succeeded", "succeeded", "succeeded"]
    assert query(simulation, "shop_release_exposure_ratio")["3.2.0"] == 0


@pytest.mark.slow
def test_stopped_scrapes_leave_old_samples_only(simulation: Simulation) -> None:
    simulation.advance(60)
    simulation.inject(Fault(FaultKind.SCRAPE_STOPPED))
    simulation.advance(200)
    assert query(simulation, "shop_searches_total")
    simulation.advance(120)
    assert query(simulation, "shop_searches_total") == {}
    simulation.clear(FaultKind.SCRAPE_STOPPED)
    simulation.advance(5)
    assert query(simulation, "shop_searches_total")


@pytest.mark.slow
def test_history_before_the_start_is_filled_with_the_baseline(still: SimulationSettings) -> None:
    metrics = MetricsSettings(history_s=3600, retention_s=60)
    with Simulation(dataclasses.replace(still, metrics=metrics)) as simulation:
        hour = query(simulation, "sum by (version) (increase(shop_searches_total[55m]))")
        assert set(hour) == {"3.1.4"}
        # 60 a second, 4 searches each, at noon in Korea on a Saturday
        assert hour["3.1.4"] == pytest.approx(60 * 4 * 3300 * 1.6, rel=0.15)


@pytest.mark.slow
def test_the_shop_keeps_its_flags_when_the_flag_server_is_gone(still: SimulationSettings) -> None:
    with Simulation(still) as other:
        flags = dataclasses.replace(still.flags, server_url=other.addresses.flags)
        with Simulation(dataclasses.replace(still, flags=flags)) as shop:
            shop.advance(5)
            switch(other, "coupon_v2", "off")
            shop.advance(5)
            assert query(shop, "shop_flag_enabled")["coupon_v2"] == 0
            other.stop()
            shop.advance(10)
            assert shop.state()["failed_polls"] == 1
            assert query(shop, "shop_flag_enabled")["coupon_v2"] == 0


def test_a_bad_client_token_means_no_flags_at_all(still: SimulationSettings) -> None:
    flags = dataclasses.replace(still.flags, server_token="wrong")
    with Simulation(dataclasses.replace(still, flags=flags)) as shop:
        shop.advance(5)
        assert shop.state()["exposure_ratio"] == 0


@pytest.mark.slow
def test_running_time_ticks_polls_and_scrapes_by_itself() -> None:
    settings = SimulationSettings(
        speed=100.0, flags=FlagSettings(client_delay_s=0.0, poll_s=0.02, rollout_pct=20)
    )
    waiting = threading.Event()
    with Simulation(settings) as simulation:
        start_s = simulation.clock.now()
        switch(simulation, "coupon_v2", "off")
        assert simulation.clock.wait_s(30)
        while query(simulation, "shop_flag_enabled").get("coupon_v2") != 0:
            assert simulation.clock.now() < start_s + 100 * DEADLINE_S
            waiting.wait(0.02)
        simulation.set_speed(0.0)
        stopped_s = simulation.clock.now()
        simulation.advance(10)
        assert simulation.clock.now() == pytest.approx(stopped_s + 10)
        simulation.set_speed(1.0)
        simulation.advance(3600)
        assert len(query(simulation, "sum by (version) (increase(shop_searches_total[30m]))")) == 2


def test_orders_come_over_the_control_port_too(simulation: Simulation) -> None:
    control = simulation.addresses.control
    status, state = ask(control + "/advance", {"seconds": 30})
    assert (status, state["now_s"]) == (200, START_AT.timestamp() + 30)
    fault = {"kind": "payment_outage", "duration_s": 60, "strength": 0.5}
    _, state = ask(control + "/fault", fault)
    assert [each["kind"] for each in state["faults"]] == ["payment_outage"]
    _, state = ask(control + "/clear", {"kind": "payment_outage"})
    assert state["faults"] == []
    _, state = ask(control + "/deploy", {"version": "3.1.4"})
    assert state["deployed"] == "3.1.4"
    _, state = ask(control + "/maintenance", {"on": True})
    assert state["flags_in_maintenance"] is True
    assert ask(control + "/alerts", {"alerts": [{"state": "firing"}]})[0] == 200
    _, told = ask(simulation.addresses.metrics + "/api/v1/alerts")
    assert told == {"status": "success", "data": {"alerts": [{"state": "firing"}]}}
    assert ask(control + "/rollbacks", {"fail_at_step": 2})[0] == 200
    assert simulation.board.fail_at_step == 2
    assert ask(control + "/speed", {"speed": 2})[1]["speed"] == 2
    assert ask(control + "/state")[1]["flags"]["coupon_v2"] is True


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/advance", {"seconds": "soon"}, 400),
        ("/advance", {"seconds": -5}, 400),
        ("/advance", {}, 400),
        ("/fault", {"kind": "flood"}, 400),
        ("/fault", {"kind": "slow_burn", "colour": "red"}, 400),
        ("/fault", {"kind": "slow_burn", "after_s": "soon"}, 400),
        ("/clear", {}, 400),
        ("/deploy", {"version": "9.9.9"}, 400),
        ("/rollbacks", {"fail_at_step": "last"}, 400),
        ("/alerts", {"alerts": {}}, 400),
        ("/alerts", {"alerts": [1]}, 400),
        ("/speed", {"speed": -1}, 400),
        ("/nowhere", {}, 404),
    ],
)
def test_orders_that_make_no_sense_are_refused(
    simulation: Simulation, path: str, body: object, status: int
) -> None:
    found, answer = ask(simulation.addresses.control + path, body)
    assert (found, bool(answer["error"])) == (status, True)


def test_tokens_guard_the_query_api_and_the_deploy_server(still: SimulationSettings) -> None:
    settings = dataclasses.replace(
        still, metrics=MetricsSettings(token="m"), deploys=DeploySettings(token="d")
    )
    assert "'m'" not in repr(settings)
    assert "'d'" not in repr(settings)
    with Simulation(settings) as simulation:
        url = simulation.addresses.metrics + "/api/v1/status/buildinfo"
        assert ask(url, headers={"Authorization": "Bearer m"})[0] == 200
        with pytest.raises(ValueError, match="Expecting value"):
            ask(url)  # the refusal is plain text
        assert ask(simulation.addresses.deploys + "/rollbacks")[0] == 401


def test_after_stop_no_thread_is_left_and_the_ports_are_free(still: SimulationSettings) -> None:
    before = set(threading.enumerate())
    simulation = Simulation(still)
    simulation.start()
    addresses = simulation.addresses
    kept_open = _OPENER.open(addresses.control + "/state", timeout=DEADLINE_S)
    simulation.stop()
    simulation.stop()
    kept_open.close()
    assert set(threading.enumerate()) == before
    numbers = [int(url.rsplit(":", 1)[1]) for url in dataclasses.astuple(addresses)]
    ports = Ports(*numbers)
    with Simulation(dataclasses.replace(still, ports=ports)) as again:
        assert again.addresses == addresses


@pytest.mark.slow
def test_a_port_that_is_taken_leaves_nothing_behind(simulation: Simulation) -> None:
    taken = Ports(control=int(simulation.addresses.control.rsplit(":", 1)[1]))
    before = set(threading.enumerate())
    second = Simulation(dataclasses.replace(simulation.settings, ports=taken))
    with pytest.raises(OSError, match="in use"):
        second.start()
    assert set(threading.enumerate()) == before


def test_before_the_start_there_is_nothing_to_ask(still: SimulationSettings) -> None:
    simulation = Simulation(still)
    with pytest.raises(RuntimeError, match="not been started"):
        _ = simulation.addresses
    with pytest.raises(RuntimeError, match="not been started"):
        simulation.advance(1)


def test_run_goes_on_until_it_is_told_to_stop(still: SimulationSettings) -> None:
    stopping = threading.Event()
    heard: list[int] = []

    def ready(simulation: Simulation) -> None:
        heard.append(ask(simulation.addresses.control + "/state")[0])
        stopping.set()

    run(still, ready, stopping)
    assert heard == [200]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tick_s": 0.0},
        {"speed": -1.0},
        {"tick_s": 2.0},
        {"start_at": START_AT.replace(tzinfo=None)},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|needs"):
        SimulationSettings(**wrong)


@pytest.mark.slow
def test_two_simulations_of_one_seed_hold_the_same_history(still: SimulationSettings) -> None:
    def samples() -> Any:
        with Simulation(still) as simulation:
            simulation.advance(60)
            switch(simulation, "coupon_v2", "off")
            simulation.advance(60)
            places = simulation.history.index.places("shop_flow_failures_total")
            return simulation.history.samples(places, 0, 1e15)

    one, two = samples(), samples()
    assert np.array_equal(one[0], two[0])
    assert np.array_equal(one[1], two[1], equal_nan=True)
