"""Fixed tokens go through a whole scenario, and afterwards they are found nowhere but in use."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import MetricsSettings
from cockpit.simulator.simulation import Simulation
from tests.features.conftest import shop
from tests.features.home import Home, Said, home_at
from tests.kit.faulty import closed_port

pytestmark = pytest.mark.slow

ADMIN = "user:canary-4f1c9d27a8e3b605"
CLIENT = "default:production.canary-91b7e0c35d2f8a46"
DEPLOY = "canary-deploy-7d3e5b1f0c9a2846"
METRICS = "canary-metrics-c2a86e4f1b9d7035"
WEBHOOK = "canary-webhook-0b6f4d2e8a91c375"
CANARIES = (ADMIN, CLIENT, DEPLOY, METRICS, WEBHOOK)
WRONG = "canary-wrong-1122334455667788"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Simulation]:
    """Run a shop whose servers know the canaries alone."""
    settings = replace(
        shop(speed=1.0, history_s=600.0),
        metrics=MetricsSettings(history_s=600.0, token=METRICS),
        flags=FlagSettings(
            admin_tokens={ADMIN: "release.manager"}, client_token=CLIENT, client_delay_s=0.05
        ),
        deploys=DeploySettings(service="shop-app", token=DEPLOY, rollback_s=1.0),
    )
    with Simulation(settings) as simulation:
        yield simulation


@pytest.fixture(scope="module")
def place(guarded: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("canary"), guarded)
    home.change(("    # auth: bearer # none", "    auth: bearer # none"))
    home.change(("    # secret: prometheus", "    secret: prometheus"))
    chat = f"http://127.0.0.1:{closed_port()}"
    home.change(
        ("  channels:\n", f'  channels:\n    chat: {{kind: slack, url: "{chat}", secret: chat}}\n')
    )
    home.secrets = {
        "unleash-admin": ADMIN,
        "unleash-client": CLIENT,
        "deploy": DEPLOY,
        "prometheus": METRICS,
        "chat": f"{chat}/services/{WEBHOOK}",
    }
    return home


@pytest.mark.logs_warnings
def test_no_token_is_left_anywhere(place: Home, guarded: Simulation) -> None:
    opened = [
        place.call("check"),
        place.run("launch", "new", "3.2.0", "--build", "320", "--notes", "first"),
    ]
    place.say_go()
    said = [
        *opened,
        place.run("step", "1", "--second", "jun"),
        *_off_while_looking_at_processes(place),
        place.run("rollback", "shop-app", "--no-wait", lang="ko"),
        place.run("channels", "test", "chat"),
        place.run("status", "--json"),
        place.run("audit", "verify", "--online"),
        place.run("audit", "export", str(place.folder / "export.jsonl")),
        place.run("audit", "export", str(place.folder / "export.csv")),
    ]
    statuses = [one.status for one in said]
    assert statuses[:4] == [0, 0, 0, 0], said[:4]
    _with_trouble(place, guarded)
    told = "".join(one.text for one in said)
    found = [canary for canary in CANARIES if canary in told]
    assert found == []
    kept = [file for file in place.folder.rglob("*") if file.is_file()]
    assert {"journal.db", "cockpit.log", "export.jsonl", "export.csv"} <= {f.name for f in kept}
    for file in kept:
        raw = file.read_bytes()
        for canary in (*CANARIES, WRONG):
            assert canary.encode() not in raw, file


def _off_while_looking_at_processes(place: Home) -> list[Said]:
    """Switch off in a process whose command line and environment are looked at meanwhile."""
    process = place.start("off", "coupon_v2", "--no-wait")
    shown: list[bytes] = []
    for name in ("cmdline", "environ"):
        file = Path(f"/proc/{process.pid}/{name}")
        if file.exists():
            shown.append(file.read_bytes())
    out, err = process.communicate(place.given(), 30.0)
    for canary in CANARIES:
        assert not any(canary.encode() in one for one in shown)
    return [Said(("off",), process.returncode, out.decode(), err.decode())]


def _with_trouble(place: Home, guarded: Simulation) -> None:
    """Let refusals and inner failures happen, since those are what people log."""
    whole = place.secrets
    assert whole is not None
    place.secrets = {**whole, "unleash-admin": WRONG, "prometheus": WRONG}
    said = [
        place.run("off", "checkout_v2", "--no-wait"),
        place.run("status"),
        place.run("check"),
    ]
    place.secrets = {**whole, "deploy": "two\nlines " + DEPLOY}
    said.append(place.run("check"))
    place.secrets = whole
    for one in said:
        assert one.status in {1, 2}
        for canary in (*CANARIES, WRONG):
            assert canary not in one.text
