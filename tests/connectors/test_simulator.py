"""The connectors against the simulator, which stands in for the real servers."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from cockpit.connectors.codes import RollbackCode
from cockpit.connectors.metrics import prometheus
from cockpit.connectors.rollbacks import webhook
from cockpit.ports.errors import Refusal, RefusedError
from cockpit.ports.rollbacks import JobState
from cockpit.ports.sources import Auth
from cockpit.simulator.clock import SimulatedClock
from cockpit.simulator.metrics.history import History
from cockpit.simulator.metrics.server import query_handler
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.shop.series import Series
from cockpit.simulator.simulation import Simulation
from cockpit.simulator.web import WebServer
from tests.connectors.contracts import must_answer, must_tell_alerts
from tests.connectors.contracts_flags import Server, refuse, refuse_strangers, walk
from tests.connectors.near import CLOCK, failure, source
from tests.connectors.shapes import EXPORTER, LAST, SHAPES, STEP_S, Shape

NOW_S = float(int(time.time()) // STEP_S * STEP_S)


def wait_until(is_true: Callable[[], bool], within_s: float) -> None:
    ends_s = time.monotonic() + within_s
    pause = threading.Event()
    while not is_true():
        assert time.monotonic() < ends_s, "it did not become true in time"
        pause.wait(0.02)


@pytest.fixture(scope="module")
def metrics() -> Iterator[prometheus.Prometheus]:
    series = [
        Series(one.name, tuple(one.labels.items()), "counter", 1, place)
        for place, one in enumerate(EXPORTER)
    ]
    history = History(series, 3600)
    for scrape in range(LAST + 1):
        values = np.array([one.value(scrape) for one in EXPORTER], dtype=np.int64)
        present = np.array([scrape <= one.last for one in EXPORTER])
        history.append(round((NOW_S - STEP_S * (LAST - scrape)) * 1000), values, present)
    clock = SimulatedClock(NOW_S, 1.0)
    server = WebServer("metrics", query_handler(history, clock.now, "secret"), clock)
    settings = source(server.url, auth=Auth.BEARER, token="secret", deadline_s=10.0)
    opened = prometheus.connect(settings, CLOCK)
    opened.probe()  # the connection and its thread live as long as the module
    yield opened
    opened.close()
    server.stop()
    clock.close()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_simulator_answers_as_the_table_says(
    metrics: prometheus.Prometheus, shape: Shape
) -> None:
    must_answer(metrics, shape, datetime.fromtimestamp(NOW_S, UTC))


def test_the_simulator_s_metrics_need_their_token(metrics: prometheus.Prometheus) -> None:
    assert metrics.probe().skew_s is not None


def test_the_simulator_has_no_alerts_of_its_own(metrics: prometheus.Prometheus) -> None:
    assert must_tell_alerts(metrics).alerts == ()


@pytest.fixture(scope="module")
def simulation() -> Iterator[Simulation]:
    with Simulation(SimulationSettings()) as running:
        yield running


@pytest.fixture
def flags(simulation: Simulation) -> Server:
    settings = simulation.settings.flags
    return Server(
        simulation.addresses.flags,
        next(token for token in settings.admin_tokens if token.startswith("*")),
        settings.client_token,
        settings.viewer_token,
    )


@pytest.mark.slow
def test_a_flag_of_the_simulator_lives_its_life(flags: Server) -> None:
    walk(flags, wait_until)


def test_the_simulator_refuses_what_must_be_refused(flags: Server) -> None:
    refuse(flags)


def test_the_simulator_tells_strangers_apart(flags: Server) -> None:
    refuse_strangers(flags)


def test_a_rollback_of_the_simulator_runs_to_its_end(simulation: Simulation) -> None:
    settings = source(
        simulation.addresses.deploys, auth=Auth.BEARER, token=simulation.settings.deploys.token
    )
    rollbacks = webhook.connect(settings, CLOCK)
    baseline = simulation.settings.traffic.baseline_version
    assert rollbacks.warm().round_trip_s > 0
    assert rollbacks.find("op-1") is None
    started = rollbacks.start("shop", baseline, operation_id="op-1")
    assert not started.state.is_over
    assert rollbacks.start("shop", baseline, operation_id="op-1").job_id == started.job_id
    found = rollbacks.find("op-1")
    assert found is not None
    assert found.job_id == started.job_id
    busy = failure(lambda: rollbacks.start("shop", baseline, operation_id="op-2"))
    assert busy.message.code == RollbackCode.BUSY
    simulation.advance(simulation.settings.deploys.rollback_s + 1)
    ended = rollbacks.follow(started.job_id)
    assert ended.state is JobState.SUCCEEDED
    assert {step.state for step in ended.steps} == {JobState.SUCCEEDED}
    for service, version, refusal in (
        ("web", baseline, Refusal.NOT_FOUND),
        ("shop", "0.0", Refusal.BAD_REQUEST),
    ):
        error = failure(lambda: rollbacks.start(service, version, operation_id="op-3"))  # noqa: B023 - called at once
        assert isinstance(error, RefusedError)
        assert error.refusal is refusal
    rollbacks.close()


def test_the_simulator_tells_the_alerts_that_it_was_given(simulation: Simulation) -> None:
    labels = {"alertname": "CockpitBudgetBurn", "flow": "checkout", "severity": "page"}
    at = "2026-11-21T12:00:00Z"
    simulation.tell_alerts([{"labels": labels, "state": "firing", "activeAt": at}])
    client = prometheus.connect(source(simulation.addresses.metrics, deadline_s=10.0), CLOCK)
    try:
        (alert,) = must_tell_alerts(client).alerts
    finally:
        simulation.tell_alerts([])
        client.close()
    assert (alert.labels, alert.is_firing) == (labels, True)
    assert alert.active_at == datetime(2026, 11, 21, 12, tzinfo=UTC)
