"""A shop between the real servers, and the cockpit's command line as a user types it.

The shop is the simulator's: Prometheus scrapes it once a second, and it polls the real Unleash.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.simulation import Simulation
from cockpit.storage.workspace_template import template, write_template
from tests.kit.going import say_go
from tests.kit.real.prometheus import Prometheus, running_prometheus
from tests.kit.real.unleash import Unleash

ROOT = Path(__file__).parents[3]
SERVICE = "shop-app"
ATTEMPTS_PER_S = 1_500.0
CLIENT_POLL_S = 2
TIMEOUT_S = 4
HAS_BEEN_OPEN = "min(count_over_time(shop_flow_attempts_total[1m])) > 2"
"""One scrape counts nothing yet: only from the second on are there versions to be seen."""

SWITCHED_OFF = "feature-environment-disabled"
"""What Unleash calls the event."""

NOBODY = "unix:path=/nonexistent"


@dataclass(frozen=True, slots=True)
class Typed:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what it printed, read as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody at a terminal: a workspace, secrets to hand over, and a home of her own."""

    workspace: Path
    secrets: Mapping[str, str]
    home: Path
    person: str = "mina"
    environment: Mapping[str, str] = field(default_factory=dict)

    def types(
        self, *words: str | Path, lang: str = "en", within_s: float = 60.0, before: str = ""
    ) -> Typed:
        """Run one command and return how it ended; `before` are options before it."""
        command = self.command(*words, lang=lang, before=before)
        done = subprocess.run(
            command,
            input=self.lines(),
            capture_output=True,
            encoding="utf-8",
            env=self.surroundings(),
            cwd=self.home,
            timeout=within_s,
            check=False,
        )
        return Typed(done.returncode, done.stdout, done.stderr)

    def command(self, *words: str | Path, lang: str = "en", before: str = "") -> list[str]:
        """Return the command as the shell gets it."""
        options = ["--lang", lang, "-w", str(self.workspace), "--as", self.person, *before.split()]
        start = [sys.executable, "-m", "cockpit", *options, "--secrets-from-stdin"]
        return [*start, *map(str, words)]

    def lines(self) -> str:
        """Return the secrets as standard input has them."""
        return "".join(f"{name}={secret}\n" for name, secret in self.secrets.items()) + "\n"

    def surroundings(self) -> dict[str, str]:
        """Return an environment in which nothing of the real user is found, no keyring either."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        own = {
            "HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "DBUS_SESSION_BUS_ADDRESS": NOBODY,
        }
        return {**kept, **own, **self.environment}

    def says_go(self) -> None:
        """Let the whole team say Go to the launch that goes on, and deploy it."""
        with pytest.MonkeyPatch.context() as patch:
            for name in [one for one in os.environ if one.startswith("XDG_")]:
                patch.delenv(name)
            for name, value in self.surroundings().items():
                patch.setenv(name, value)
            say_go(self.workspace, self.secrets)

    def journal(self) -> Path:
        """Return the file of the one journal that the commands have made."""
        (file,) = self.home.rglob("journal.db")
        return file


@dataclass(frozen=True, slots=True)
class Names:
    """What the flags of one shop are called on the server, which other shops share."""

    release: str
    coupon: str
    checkout: str


@dataclass(frozen=True, slots=True)
class ShopFloor:
    """A shop that runs, the servers around it, and somebody who looks after it."""

    names: Names
    simulation: Simulation
    prometheus: Prometheus
    unleash: Unleash
    user: User


def events_of(export: Path) -> tuple[dict[str, Any], ...]:
    """Return the events of an exported journal, each with the instant of its row as `row_at`."""
    lines = map(json.loads, export.read_text(encoding="utf-8").splitlines())
    rows = [json.loads(line["body"]) for line in lines if "body" in line]
    return tuple({**row["event"], "row_at": row["at"], "actor": row["actor"]} for row in rows)


def kept(events: tuple[dict[str, Any], ...], kind: str) -> list[dict[str, Any]]:
    """Return the events of one kind, whatever its version."""
    return [event for event in events if event["kind"].startswith(f"{kind}/")]


@contextmanager
def shop_floor(
    folder: Path,
    *,
    unleash: Unleash,
    prometheus: Path,
    names: Names,
    token: str | None = None,
) -> Iterator[ShopFloor]:
    """Run a shop whose flags stand on `unleash`, scraped by a Prometheus of its own.

    `token` is the user's own for the admin API.
    """
    unleash.create_flag(names.release, rollout_pct=0)
    unleash.create_flag(names.coupon)
    unleash.create_flag(names.checkout)
    settings = SimulationSettings(
        seed=7,
        traffic=TrafficSettings(
            attempts_per_s=ATTEMPTS_PER_S,
            has_daily_shape=False,
            init_counters=True,
            release_flag=names.release,
            coupon_flag=names.coupon,
        ),
        flags=FlagSettings(
            poll_s=1.0,
            server_url=unleash.url,
            server_token=unleash.client_tokens["production"],
        ),
        deploys=DeploySettings(service=SERVICE, rollback_s=2.0),
    )
    with Simulation(settings) as simulation:
        data = folder / "prometheus"
        data.mkdir()
        target = urlsplit(simulation.addresses.shop).netloc
        with running_prometheus(prometheus, data, [target]) as scraper:
            scraper.wait_for(HAS_BEEN_OPEN)
            user = _user(
                folder,
                simulation,
                prometheus=scraper,
                unleash=unleash,
                names=names,
                token=token,
            )
            yield ShopFloor(names, simulation, scraper, unleash, user)


def _user(
    folder: Path,
    simulation: Simulation,
    *,
    prometheus: Prometheus,
    unleash: Unleash,
    names: Names,
    token: str | None,
) -> User:
    anchors, home = folder / "anchors", folder / "home"
    anchors.mkdir()
    home.mkdir()
    text = template(
        ROOT / "resources",
        metrics_url=prometheus.url,
        flags_url=unleash.url,
        deploy_url=simulation.addresses.deploys,
        service=SERVICE,
        rollout_flag=names.release,
        anchor_folder=anchors,
    )
    text = text.replace("coupon_v2", names.coupon).replace("checkout_v2", names.checkout)
    text = text.replace("client_poll_s: 15", f"client_poll_s: {CLIENT_POLL_S}")
    text = text.replace("ladder: [1, 5, 20, 100]", "ladder: [5, 20, 100]")
    for kind in ("prometheus", "unleash"):
        text = text.replace(f"kind: {kind}", f"timeout_s: {TIMEOUT_S}\n    kind: {kind}", 1)
    secrets = {
        "unleash-admin": token or unleash.admin_token,
        "unleash-client": unleash.client_tokens["production"],
        "deploy": simulation.settings.deploys.token,
    }
    return User(write_template(folder / "workspace", text), secrets, home)
