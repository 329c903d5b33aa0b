"""Broken workspace files, keyrings and calls: each gives plain sentences and its exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked
from typing_extensions import override

from cockpit.simulator.simulation import Simulation
from tests.features.home import Home, home_at

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "ko")
HANGUL = re.compile("[가-힣]")


@pytest.fixture
def alone(tmp_path: Path) -> Home:
    """Return a computer with the workspace that `init` writes, connected to nothing."""
    home = Home(tmp_path)
    assert home.run("init", str(home.workspace)).status == 0
    return home


FILES = {
    "empty": b"",
    "only a word": b"hello",
    "a list": b"- a\n- b\n",
    "no yaml": b"service: [",
    "binary": b"\x00\x01\x02\xff",
    "not utf-8": b"service: {name: \xe9}",
    "aliases": b"a: &a [1]\nb: *a\n",
    "huge": b"# " + b"x" * (1024 * 1024),
    "twice the same": b"version: 1\nversion: 1\n",
    "a tag": b"service: !!python/object/apply:os.system ['true']\n",
    "newer": b"version: 7\nservice: {name: shop}\nsources: {}\nflows: []\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_workspace_file_gives_sentences_and_ends_with_no(alone: Home, name: str) -> None:
    alone.file.write_bytes(FILES[name])
    for lang in LANGUAGES:
        said = alone.run("check", "--offline", lang=lang)
        said.check_is_plain()
        assert said.status == 1
        assert said.out == ""
        assert "cockpit.yaml" in said.err
        assert bool(HANGUL.search(said.err)) == (lang == "ko")
    commands = (["status"], ["off", "coupon_v2"], ["launch", "list"], ["audit", "verify"])
    for command in commands if name == "a list" else commands[1:2]:
        said = alone.run(*command)
        said.check_is_plain()
        assert said.status in {1, 2}
        assert "●" not in said.text


def test_a_file_that_is_too_deep_gives_a_sentence(alone: Home) -> None:
    alone.file.write_bytes(b"a: " + b"[" * 2_000 + b"]" * 2_000)
    # In a process of its own: what runs out of stack takes the measuring of coverage with it.
    said = alone.call("check", "--offline", lang="ko")
    said.check_is_plain()
    assert said.status == 1
    assert "cockpit.yaml" in said.err


@pytest.mark.parametrize(
    "command", ["audit verify", "audit decide --check", "gonogo", "status", "alerts"]
)
def test_with_a_broken_workspace_nothing_is_known_and_no_is_not_said(
    alone: Home, command: str
) -> None:
    alone.file.write_bytes(FILES["a list"])
    said = alone.run(*command.split())
    said.check_is_plain()
    assert said.status == 2


def test_every_error_of_a_file_is_told_at_once_with_its_line(alone: Home) -> None:
    alone.change(
        ("kind: unleash", "kind: unleesh"),
        ("bake_s: 1800", "bake_s: -1"),
        ("worse: lower\n", "worse: sideways\n"),
        ("  version: version", "  versoin: version"),
    )
    for lang in LANGUAGES:
        said = alone.run("check", "--offline", lang=lang)
        said.check_is_plain()
        assert said.status == 1
        for wrong in ("unleesh", "bake_s", "worse", "versoin"):
            assert wrong in said.err
        assert len(re.findall(r"\d+", said.err)) >= 4


@pytest.mark.parametrize("name", ["no such folder", "a folder without a file"])
def test_a_workspace_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path)
    if name.startswith("a folder"):
        home.workspace.mkdir()
    for lang in LANGUAGES:
        said = home.run("status", lang=lang)
        said.check_is_plain()
        assert said.status == 2
        assert "cockpit.yaml" in said.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_says_the_next_command_as_it_has_to_be_typed(tmp_path: Path, lang: str) -> None:
    home = Home(tmp_path)
    said = home.run("init", str(tmp_path / "our team"), lang=lang)
    assert f"cockpit -w '{tmp_path / 'our team'}' check" in said.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_that_no_disk_can_hold_gives_a_sentence(alone: Home, lang: str) -> None:
    said = alone.call("-w", "x" * 400, "check", lang=lang)
    said.check_is_plain()
    assert said.status == 1
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_for_anchors_that_is_not_there_is_found_by_check(alone: Home, lang: str) -> None:
    text = alone.file.read_text(encoding="utf-8")
    section = "journal: {anchor_folder: ../nowhere}\n"
    alone.file.write_text(text + section, encoding="utf-8")
    said = alone.run("check", lang=lang)
    said.check_is_plain()
    assert said.status == 1
    assert any(line.startswith("■") and "nowhere" in line for line in said.err.splitlines())


def test_init_never_writes_over_a_file(alone: Home) -> None:
    alone.file.write_text("precious", encoding="utf-8")
    said = alone.run("init", str(alone.workspace))
    assert said.status == 1
    assert alone.file.read_text(encoding="utf-8") == "precious"


def test_a_token_in_the_file_is_refused_and_not_repeated(alone: Home) -> None:
    token = "*:production.0123456789abcdef0123456789abcdef0123456789abcdef"
    alone.change(("secret: unleash-admin", f'secret: "{token}"'))
    for lang in LANGUAGES:
        said = alone.run("check", "--offline", lang=lang)
        said.check_is_plain()
        assert said.status == 1
        assert token not in said.text


class Locked(KeyringBackend):
    """A keyring that nobody has unlocked."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked


Locked.__module__, Locked.__qualname__ = "keyring.backends.SecretService", "Keyring"
KeyringBackend._classes.discard(Locked)


@pytest.mark.parametrize("backend", [None, NullKeyring, Locked])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_keyring_everything_says_so_and_nothing_is_green(
    lively: Simulation, tmp_path: Path, backend: type[KeyringBackend] | None, lang: str
) -> None:
    home = home_at(tmp_path, lively)
    home.secrets = None
    if backend is not None:
        home.keyring = backend()
    checked = home.run("check", lang=lang)
    checked.check_is_plain()
    assert checked.status == 1
    assert all(name in checked.err for name in ("flags", "unleash-admin", "deploy"))
    kept = home.run("secret", "set", "deploy", typed="top-secret-token\n", lang=lang)
    kept.check_is_plain()
    assert kept.status == 1
    assert "●" not in kept.text
    assert "top-secret-token" not in kept.text
    off = home.run("off", "coupon_v2", "--no-wait", lang=lang)
    off.check_is_plain()
    assert off.status == 1
    assert "●" not in off.text
    page = home.run("status", "--json", lang=lang)
    assert {one["state"] for one in page.json["snapshot"]["levers"]} == {"unknown"}


def test_a_session_without_a_keyring_takes_its_secrets_from_standard_input(home: Home) -> None:
    said = home.run("check")
    assert said.status == 0
    assert home.run("status").status == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("line", ["no equals sign", "=no name", "no-secret="])
def test_a_line_of_secrets_that_is_wrong_is_told_by_number_alone(
    home: Home, line: str, lang: str
) -> None:
    assert home.secrets is not None
    home.secrets = {"deploy": "one", line: ""} if "=" not in line else {"deploy": f"one\n{line}"}
    for command in (["status"], ["off", "coupon_v2"], ["check"]):
        said = home.run(*command, lang=lang)
        said.check_is_plain()
        assert said.status in {1, 2}
        assert "2" in said.err


def test_a_journal_without_verdicts_has_none_that_are_all_right(alone: Home) -> None:
    alone.run("launch", "list")
    said = alone.run("audit", "decide", "--check")
    assert said.status == 2
    assert "no verdicts yet" in said.err


def test_a_stage_that_is_no_number_is_no_usable_value(alone: Home) -> None:
    time = "2026-11-28T09:00:00+09:00"
    said = alone.run("gate", "3.2.0", "--stage", "nan", "--since", time, "--baseline", "3.1.4")
    assert said.status == 2
    assert "--stage takes a number (now: nan)." in said.err


def test_a_changed_journal_is_told_with_what_to_do(home: Home) -> None:
    assert home.run("launch", "list").status == 0
    home.journal.write_bytes(b"x" * 4_096)
    for lang in LANGUAGES:
        said = home.run("audit", "verify", lang=lang)
        said.check_is_plain()
        assert said.status == 1
        assert "cockpit audit begin-again" in said.err.splitlines()[-1]


def test_the_schema_is_json(alone: Home) -> None:
    schema = alone.run("schema").json
    assert schema["properties"]["flows"]


def test_a_program_without_standard_streams_ends_with_its_usual_code(alone: Home) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cockpit", *alone.command("check", "--offline"), "--nothing"],
        env={**os.environ, **alone.env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 64
    closed = subprocess.run(
        [
            "/bin/sh",
            "-c",
            'exec "$@" <&-',
            "sh",
            sys.executable,
            "-m",
            "cockpit",
            *alone.command("check", "--offline"),
        ],
        env={**os.environ, **alone.env},
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert closed.returncode == 0, closed.stderr.decode()


def test_a_reader_who_leaves_early_is_no_failure(alone: Home) -> None:
    done = subprocess.run(
        [
            "/bin/sh",
            "-c",
            '"$@" | head -c 10',
            "sh",
            sys.executable,
            "-m",
            "cockpit",
            *alone.command("schema"),
        ],
        env={**os.environ, **alone.env},
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.stderr.decode() == ""


@pytest.mark.logs_warnings
def test_a_failure_inside_is_told_in_one_sentence_and_kept_in_the_log(
    alone: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        msg = "something inside"
        raise RuntimeError(msg)

    monkeypatch.setattr("cockpit.bootstrap.workspace.schema", fail)
    monkeypatch.setattr("logging.raiseExceptions", False)
    for lang in LANGUAGES:
        said = alone.run("schema", lang=lang)
        assert said.status == 70
        assert "Traceback" not in said.text
        assert "RuntimeError" in said.err
        assert len(said.err.splitlines()) == 1
    (file,) = alone.folder.rglob("cockpit.log")
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert any("something inside" in line.get("exception", "") for line in lines)
