"""A computer of its own for one test: folders, workspace, secrets, and the program on it."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from cockpit.bootstrap.simulator import running
from cockpit.cli.program import run
from cockpit.host.clock import SystemClock
from cockpit.host.places import places_for
from cockpit.simulator.simulation import Simulation
from tests.kit.going import say_go

EXAMPLES = {
    "metrics": "https://prometheus.example.com",
    "flags": "https://unleash.example.com",
    "deploys": "https://deploy.example.com",
}
RAW_CODE = re.compile(r"(?<![\w./-])[a-z_]+\.[a-z_]+ \(\w+=")
"""How a message looks for which no sentence was found."""

NO_ANCHOR = "# journal:\n#   anchor_folder: //nas/release-anchors\n"
WIDTH = "200"
ENDS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Said:
    """What one call of the program came to."""

    arguments: tuple[str, ...]
    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Return all that was said."""
        return self.out + self.err

    @property
    def json(self) -> Any:
        """Return what was printed for scripts."""
        return json.loads(self.out)

    def check_is_plain(self) -> None:
        """Fail unless there are only sentences: no traceback, no code, no inner failure."""
        assert "Traceback" not in self.text, self.text
        assert not RAW_CODE.search(self.text), self.text
        assert self.status != 70, self.text


@dataclass
class Home:
    """One person's computer. `secrets` are given on standard input, None asks the keyring."""

    folder: Path
    secrets: Mapping[str, str] | None = None
    person: str = "mina"
    service: str = "shop-app"
    keyring: KeyringBackend = field(default_factory=NoKeyring)
    more_env: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def file(self) -> Path:
        return self.workspace / "cockpit.yaml"

    @property
    def anchors(self) -> Path:
        return self.folder / "anchors"

    @property
    def env(self) -> dict[str, str]:
        """Return the variables that keep everything of this computer below the folder."""
        names = ("DATA", "CONFIG", "STATE", "CACHE")
        return {
            **{f"XDG_{name}_HOME": str(self.folder / name.lower()) for name in names},
            "HOME": str(self.folder),
            "TMPDIR": str(self.temporary),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "COLUMNS": WIDTH,
            "TZ": "UTC",
            "PYTHONWARNINGS": "ignore",
            **self.more_env,
        }

    @property
    def temporary(self) -> Path:
        found = self.folder / "temporary"
        found.mkdir(exist_ok=True)
        return found

    @property
    def journal(self) -> Path:
        """Return where the journal lies."""
        with self.lived_in():
            return places_for(self.file, self.service).journal_file

    @contextmanager
    def lived_in(self) -> Iterator[None]:
        """Make this computer the one that this process runs on."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.env.items():
                patch.setenv(name, value)
            for name in ("COCKPIT_WORKSPACE", "COCKPIT_PERSON", "LC_ALL", "LANG"):
                patch.delenv(name, raising=False)
            yield

    def run(self, *arguments: str, lang: str = "en", typed: str = "", as_: str = "") -> Said:
        """Run the program in this process."""
        before = keyring.get_keyring()
        out, err = _stream(), _stream()
        reading, writing = os.pipe()
        os.write(writing, (self._given() + typed).encode())
        os.close(writing)
        with (
            self.lived_in(),
            pytest.MonkeyPatch.context() as patch,
            os.fdopen(reading, encoding="utf-8") as stdin,
        ):
            patch.setattr(sys, "stdin", stdin)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            keyring.set_keyring(self.keyring)
            try:
                status = run(self.command(*arguments, lang=lang, as_=as_))
            finally:
                keyring.set_keyring(before)
        return Said(arguments, status, _text(out), _text(err))

    def start(self, *arguments: str, lang: str = "en", as_: str = "") -> "subprocess.Popen[bytes]":
        """Start the program in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "cockpit", *self.command(*arguments, lang=lang, as_=as_)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **self.env},
        )

    def call(self, *arguments: str, lang: str = "en", typed: str = "") -> Said:
        """Run the program in a process of its own, to its end."""
        process = self.start(*arguments, lang=lang)
        try:
            out, err = process.communicate((self._given() + typed).encode(), ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Said(arguments, process.returncode, out.decode(), err.decode())

    def command(self, *arguments: str, lang: str = "en", as_: str = "") -> list[str]:
        """Return the whole command line."""
        before = ["--lang", lang, "--workspace", str(self.file), "--as", as_ or self.person]
        before += [] if self.secrets is None else ["--secrets-from-stdin"]
        return [*before, *arguments]

    def say_go(self) -> None:
        """Let the whole team say Go to the launch that goes on, and deploy it."""
        with self.lived_in():
            say_go(self.file, self.secrets or {})

    def settle(self, addresses: Mapping[str, str], *, anchored: bool = True) -> None:
        """Put the addresses into the workspace file, as a person does who has just made it."""
        text = self.file.read_text(encoding="utf-8")
        for name, example in EXAMPLES.items():
            text = text.replace(example, addresses[name])
        if anchored:
            self.anchors.mkdir(exist_ok=True)
            text = text.replace(NO_ANCHOR, f"journal:\n  anchor_folder: {self.anchors}\n")
        self.file.write_text(text, encoding="utf-8")

    def change(self, *changes: tuple[str, str]) -> None:
        """Replace texts in the workspace file, each of which has to be there."""
        text = self.file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.file.write_text(text, encoding="utf-8")

    def given(self) -> bytes:
        """Return the secrets as lines for standard input."""
        return self._given().encode()

    def _given(self) -> str:
        if self.secrets is None:
            return ""
        return "".join(f"{name}={secret}\n" for name, secret in self.secrets.items()) + "\n"


def home_at(folder: Path, simulation: Simulation, *, anchored: bool = True) -> Home:
    """Return a computer whose workspace is connected to the simulation."""
    home = Home(folder, secrets=dict(running(simulation).secrets))
    said = home.run("init", str(home.workspace))
    assert said.status == 0, said.text
    home.settle(addresses_of(simulation), anchored=anchored)
    return home


def addresses_of(simulation: Simulation) -> dict[str, str]:
    """Return the addresses that a workspace names."""
    at = simulation.addresses
    return {"metrics": at.metrics, "flags": at.flags, "deploys": at.deploys}


@contextmanager
def simulated_time(simulation: Simulation, pace: float = 40.0) -> Iterator[None]:
    """Let the program go by the simulation's time; what it waits passes there, `pace` as fast."""
    real = SystemClock.wait_s

    def wait(self: SystemClock, seconds: float) -> None:
        real(self, seconds / pace)
        simulation.advance(max(seconds, 0.0))

    from cockpit.bootstrap.demo import DemoClock

    told = DemoClock(simulation)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda _self: told.now())
        patch.setattr(SystemClock, "monotonic_s", lambda _self: told.monotonic_s())
        patch.setattr(SystemClock, "wait_s", wait)
        yield


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode()
