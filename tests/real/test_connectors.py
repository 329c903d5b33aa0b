"""The connectors against the real Prometheus and the real Unleash."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import pytest

from cockpit.connectors.metrics import prometheus
from cockpit.ports.errors import RefusedError, UnreachableError
from cockpit.ports.metrics import Selector
from tests.connectors.contracts import must_answer, must_tell_alerts
from tests.connectors.contracts_flags import Server, opened, refuse, refuse_strangers, walk
from tests.connectors.near import CLOCK, failure, source
from tests.connectors.remote_write import write
from tests.connectors.shapes import EXPORTER, LAST, SHAPES, STEP_S, Shape
from tests.kit.real.parts import needed
from tests.kit.real.prometheus import Prometheus, running_prometheus
from tests.kit.real.unleash import Unleash

AT_S = float(int(time.time()) // STEP_S * STEP_S)
"""The last scrape of the table's shop."""


@pytest.fixture(scope="module")
def real_prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("prometheus")
    with running_prometheus(needed("prometheus"), folder, []) as server:
        yield server


@pytest.fixture(scope="module")
def metrics(real_prometheus: Prometheus) -> Iterator[prometheus.Prometheus]:
    write(
        real_prometheus.url,
        [
            (
                {"__name__": one.name, **one.labels},
                [
                    (AT_S - STEP_S * (LAST - scrape), float(one.value(scrape)))
                    for scrape in range(one.last + 1)
                ],
            )
            for one in EXPORTER
        ],
    )
    client = prometheus.connect(source(real_prometheus.url, deadline_s=10.0), CLOCK)
    yield client
    client.close()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_prometheus_answers_as_the_table_says(metrics: prometheus.Prometheus, shape: Shape) -> None:
    must_answer(metrics, shape, datetime.fromtimestamp(AT_S, UTC))


def test_prometheus_without_rules_has_no_alerts(metrics: prometheus.Prometheus) -> None:
    assert must_tell_alerts(metrics).alerts == ()


def test_prometheus_says_why_it_refuses_too_many_points(metrics: prometheus.Prometheus) -> None:
    start = datetime.fromtimestamp(AT_S - 86_400, UTC)
    end = datetime.fromtimestamp(AT_S, UTC)
    error = failure(lambda: metrics.history(Selector("up"), (), 60, start=start, end=end, step_s=1))
    assert isinstance(error, RefusedError)


def test_prometheus_without_its_server_is_unreachable(
    start_prometheus: Callable[[Sequence[str]], Prometheus],
) -> None:
    server = start_prometheus([])
    client = prometheus.connect(source(server.url, deadline_s=10.0), CLOCK)
    assert client.probe().skew_s is not None
    server.process.kill()
    assert isinstance(failure(client.probe), UnreachableError)
    client.close()


@pytest.fixture(scope="module")
def flags(real_unleash: Unleash) -> Server:
    viewer = real_unleash.create_user("contract-viewer", "viewer")
    tokens = real_unleash.client_tokens
    return Server(real_unleash.url, real_unleash.admin_token, tokens["production"], viewer)


def test_a_flag_of_unleash_lives_its_life(flags: Server, real_unleash: Unleash) -> None:
    walk(flags, real_unleash.process.wait_until)


def test_unleash_refuses_what_must_be_refused(flags: Server) -> None:
    refuse(flags)


def test_unleash_tells_strangers_apart(flags: Server) -> None:
    refuse_strangers(flags)


def test_a_person_s_token_puts_her_name_on_the_event(flags: Server, real_unleash: Unleash) -> None:
    mina = real_unleash.create_user("mina", "editor")
    flags.make("real_named")
    with opened(flags, token=mina) as client:
        client.turn_on("real_named", operation_id="o")
        events = client.events("real_named", since=datetime(2020, 1, 1, tzinfo=UTC))
    assert events[-1].by == "mina"
