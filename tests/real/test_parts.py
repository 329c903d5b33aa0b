"""The real servers start, do what the tests of the product lean on, and end."""

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError

import pytest
from typing_extensions import override

from tests.kit.real.fixtures import RunWithSecretService, StartPrometheus
from tests.kit.real.process import answers
from tests.kit.real.unleash import Unleash

KEEP = "import keyring; keyring.set_password('cockpit-test', 'token', '비밀-1')"
FETCH = "import keyring; print(keyring.get_password('cockpit-test', 'token'))"


class Exporter(BaseHTTPRequestHandler):
    """Serves one counter."""

    def do_GET(self) -> None:
        body = b'# TYPE orders_total counter\norders_total{version="2.4.0"} 7\n'
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, _format: str, *_args: object) -> None: ...


@pytest.fixture
def exporter() -> Iterator[str]:
    """Give `host:port` of a tiny exporter."""
    with HTTPServer(("127.0.0.1", 0), Exporter) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))  # noqa: TID251 - a server of the test's own
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_prometheus_answers_with_what_it_scraped_and_reckoned(
    start_prometheus: StartPrometheus, exporter: str
) -> None:
    twice = {"record": "orders:twice", "expr": "2 * orders_total"}
    server = start_prometheus([exporter], rules=[twice])
    (row,) = server.wait_for("orders:twice")
    assert row["metric"]["version"] == "2.4.0"
    assert row["value"][1] == "14"


def test_prometheus_keeps_its_data_over_a_kill(
    start_prometheus: StartPrometheus, exporter: str
) -> None:
    server = start_prometheus([exporter])
    server.wait_for("orders_total")
    server.process.kill()
    assert not answers(f"{server.url}/-/ready")
    server.start()
    server.wait_for("last_over_time(orders_total[1m])", within_s=2)


def test_clients_of_unleash_see_a_flag_go_off(real_unleash: Unleash) -> None:
    real_unleash.create_flag("parts-off")
    real_unleash.wait_until_served("parts-off", is_on=True)
    real_unleash.turn_off("parts-off")
    real_unleash.wait_until_served("parts-off", is_on=False)
    assert real_unleash.flag("parts-off")["enabled"] is False
    assert real_unleash.events("parts-off")[0]["type"] == "feature-environment-disabled"


def test_the_percentage_of_a_gradual_rollout_is_what_was_set_last(real_unleash: Unleash) -> None:
    strategy_id = real_unleash.create_flag("parts-step", rollout_pct=1)
    real_unleash.set_percentage("parts-step", 5)
    (strategy,) = real_unleash.flag("parts-step")["strategies"]
    assert (strategy["id"], strategy["parameters"]["rollout"]) == (strategy_id, "5")


def test_a_viewer_may_read_and_may_not_switch(real_unleash: Unleash) -> None:
    real_unleash.create_flag("parts-viewer")
    token = real_unleash.create_user("parts-viewer", role="viewer")
    flag = "/api/admin/projects/default/features/parts-viewer/environments/production"
    assert real_unleash.call("GET", flag, token=token)["enabled"] is True
    with pytest.raises(HTTPError) as refused:
        real_unleash.call("POST", f"{flag}/off", token=token)
    assert refused.value.code == 403
    refused.value.close()


def test_unleash_comes_back_on_its_port_with_its_flags(real_unleash: Unleash) -> None:
    real_unleash.create_flag("parts-again")
    real_unleash.kill()
    assert not answers(f"{real_unleash.url}/health")
    real_unleash.start()
    assert real_unleash.flag("parts-again")["enabled"] is True


def test_a_secret_is_still_there_in_the_next_session(
    with_secret_service: RunWithSecretService,
) -> None:
    assert with_secret_service([sys.executable, "-c", KEEP]).returncode == 0
    fetched = with_secret_service([sys.executable, "-X", "utf8", "-c", FETCH])
    assert fetched.returncode == 0, fetched.stderr
    assert fetched.stdout.strip() == "비밀-1"


def test_a_locked_keyring_gives_nothing(with_secret_service: RunWithSecretService) -> None:
    assert with_secret_service([sys.executable, "-c", KEEP]).returncode == 0
    done = with_secret_service([sys.executable, "-c", FETCH], is_locked=True)
    assert done.returncode != 0
    assert "KeyringLocked" in done.stderr
