"""The Go/No-Go travels to a pipeline as a signed file, and the gate hears it or says why not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.cli.exits import Exit
from cockpit.simulator.simulation import Simulation
from tests.features.home import Home, Said, home_at, simulated_time
from tests.host.test_secret_store import SecretService

pytestmark = pytest.mark.slow

RELEASE = "3.2.0"


@pytest.fixture(scope="module")
def home(still: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Lend a computer with a keyring, and a launch to which nobody has said anything yet."""
    made = home_at(tmp_path_factory.mktemp("signoff"), still)
    made.keyring = SecretService()
    with simulated_time(still):
        assert (
            made.run("launch", "new", RELEASE, "--build", "320", "--baseline", "3.1.4").status == 0
        )
        yield made


def export(home: Home, lang: str = "en") -> tuple[Said, Path]:
    file = home.folder / "go.json"
    said = home.run("signoff", "export", RELEASE, str(file), lang=lang)
    said.check_is_plain()
    return said, file


def heard(home: Home, file: Path, release: str = RELEASE, build: str = "320") -> tuple[str, str]:
    """Return the state of the sign-offs at the gate, and its sentence."""
    since = home.run("launch", "list", "--json").json[-1]["planned_at"]
    stage = ("--stage", "1", "--since", since, "--baseline", "3.1.4", "--build", build, "--json")
    said = home.run("gate", release, *stage, "--signoff", str(file))
    said.check_is_plain()
    (one,) = [one for one in said.json["not_seen"] if one["name"] == "sign_offs"]
    return one["state"], one["words"]


def test_a_go_travels_as_a_file_and_anything_else_is_said_in_a_sentence(home: Home) -> None:
    early, file = export(home)
    assert (early.status, file.exists()) == (Exit.UNKNOWN, False)
    assert "neither Go nor No-Go" in early.err
    other = home.run("signoff", "export", "9.9.9", str(file))
    assert (other.status, "Going on: 3.2.0" in other.err) == (Exit.UNKNOWN, True)

    home.say_go()
    first, file = export(home)
    assert first.status == Exit.OK, first.text
    key = first.err.split("public_key:")[1].split()[0]
    assert heard(home, file)[0] == "fail"
    assert "public_key" in heard(home, file)[1]
    home.change(("{id: mina, ", f"{{id: mina, public_key: {key}, "))

    again, file = export(home, lang="ko")
    assert (again.status, again.err) == (Exit.OK, ""), again.text
    assert "GO" in again.out
    state, words = heard(home, file)
    assert (state, "320" in words) == ("pass", True)
    assert heard(home, file, build="321")[0] == "fail"

    tree = json.loads(file.read_text(encoding="utf-8"))
    assert [one["role"] for one in tree["roles"]][-1] == "pm"
    assert {one["item"] for one in tree["answers"]} >= {"e2e", "critical_bugs"}
    forged = home.folder / "forged.json"
    forged.write_bytes(file.read_bytes().replace(b'"build":"320"', b'"build":"321"'))
    state, words = heard(home, forged, build="321")
    assert (state, "signed" in words) == ("fail", True)

    assert home.run("gonogo", "no-go", "the bank is down", as_="sora").status == Exit.OK
    stopped, file = export(home)
    assert (stopped.status, "NO-GO" in stopped.out) == (Exit.NO, True)
    state, words = heard(home, file)
    assert (state, "No-Go" in words) == ("fail", True)


def test_without_a_keyring_nothing_is_signed(still: Simulation, tmp_path: Path) -> None:
    home = home_at(tmp_path, still)
    with simulated_time(still):
        assert (
            home.run("launch", "new", RELEASE, "--build", "320", "--baseline", "3.1.4").status == 0
        )
        home.say_go()
        said, file = export(home)
    assert (said.status, file.exists()) == (Exit.UNKNOWN, False)
    assert "keyring" in said.err
