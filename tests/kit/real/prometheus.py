"""A real Prometheus that scrapes what a test wants."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.kit.real.process import Process, answers, free_port

READY_WITHIN_S = 20.0


class Prometheus:
    """A running Prometheus; data in `folder`, no authentication, remote write on."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.process = self.start()

    def start(self) -> Process:
        """Start it with the configuration and the data in its folder; wait until it is ready."""
        command: list[str | Path] = [
            self._program,
            f"--config.file={self._folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={self._folder / 'data'}",
            "--storage.tsdb.retention.time=60d",
            f"--web.listen-address=127.0.0.1:{self._port}",
            "--web.enable-lifecycle",
            "--web.enable-remote-write-receiver",
            "--log.level=warn",
        ]
        self.process = Process(command, self._folder / "prometheus.log")
        try:
            self.process.wait_until(lambda: answers(f"{self.url}/-/ready"), READY_WITHIN_S)
        except BaseException:
            self.process.kill()
            raise
        return self.process

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Return the result of an instant query, as the server gives it."""
        address = f"{self.url}/api/v1/query?{urlencode({'query': expression})}"
        with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            result: list[dict[str, Any]] = json.load(answer)["data"]["result"]
        return result

    def rules(self) -> list[dict[str, Any]]:
        """Return the rules that it has loaded, of all groups."""
        with urlopen(f"{self.url}/api/v1/rules", timeout=5) as answer:  # noqa: S310 - our own
            groups = json.load(answer)["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def wait_for(self, expression: str, within_s: float = 15.0) -> list[dict[str, Any]]:
        """Return the result of a query as soon as it is not empty."""
        self.process.wait_until(lambda: bool(self.query(expression)), within_s)
        return self.query(expression)


@contextmanager
def running_prometheus(
    program: Path,
    folder: Path,
    targets: Sequence[str],
    *,
    job: str = "shop",
    scrape_interval_s: float = 1.0,
    rules: Sequence[Mapping[str, Any]] = (),
    rule_text: str | None = None,
) -> Iterator[Prometheus]:
    """Run Prometheus over `targets` (`host:port`), and end it whatever happens.

    `rules` are recording or alerting rules as Prometheus has them, in one group; `rule_text` is a
    whole file of them instead.
    """
    interval = f"{round(scrape_interval_s * 1000)}ms"
    scrape = {"job_name": job, "static_configs": [{"targets": list(targets)}]}
    settings = {
        "global": {
            "scrape_interval": interval,
            "scrape_timeout": interval,
            "evaluation_interval": interval,
        },
        "storage": {"tsdb": {"out_of_order_time_window": "30d"}},
        "scrape_configs": [scrape],
        "rule_files": [str(folder / "rules.yml")],
    }
    group = {"name": "test", "interval": interval, "rules": list(rules)}
    # JSON is YAML too.
    (folder / "prometheus.yml").write_text(json.dumps(settings), encoding="utf-8")
    text = json.dumps({"groups": [group]}) if rule_text is None else rule_text
    (folder / "rules.yml").write_text(text, encoding="utf-8")
    server = Prometheus(program, folder)
    try:
        yield server
    finally:
        server.process.stop()
