"""The quick door: what it takes for a wish to see the window, and what it leaves to the program."""

import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.cli.door import Asked, asked, file_of


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ([], Asked()),
        (["open"], Asked()),
        (["open", "shop"], Asked("shop")),
        (["--lang", "en", "open", "--theme", "light", "shop"], Asked("shop", "en", None, "light")),
        (["--lang=ko", "-w", "a.yaml", "--as=mina"], Asked("a.yaml", "ko", "mina")),
        (
            ["--workspace", "a.yaml", "open", "b.yaml", "--theme=dark"],
            Asked("b.yaml", theme="dark"),
        ),
        (["open", "open"], Asked("open")),
    ],
)
def test_a_plain_wish_for_the_window_is_understood(call: list[str], wanted: Asked) -> None:
    assert asked(call, {}) == wanted


@pytest.mark.parametrize(
    "call",
    [
        ["--help"],
        ["open", "--help"],
        ["status"],
        ["shop"],
        ["open", "a", "b"],
        ["open", "--theme", "loud"],
        ["open", "--theme"],
        ["open", "--lang", "en"],
        ["--theme", "dark", "open"],
        ["--lang"],
        ["--secrets-from-stdin", "open"],
    ],
)
def test_everything_else_is_for_the_whole_program(call: list[str]) -> None:
    assert asked(call, {}) is None


def test_what_the_environment_tells_gives_way_to_the_call() -> None:
    told = {"COCKPIT_WORKSPACE": "shop", "COCKPIT_PERSON": "jun"}
    assert asked([], told) == Asked("shop", person="jun")
    assert asked(["-w", "other", "--as", "mina"], told) == Asked("other", person="mina")
    assert asked([], {"COCKPIT_WORKSPACE": "", "COCKPIT_PERSON": ""}) == Asked()


def test_a_folder_means_the_workspace_file_in_it(tmp_path: Path) -> None:
    assert file_of(str(tmp_path)) == tmp_path / "cockpit.yaml"
    assert file_of(str(tmp_path / "other.yaml")) == tmp_path / "other.yaml"
    no_disk_has = "x" * 400
    assert file_of(no_disk_has) == Path(no_disk_has)


@pytest.mark.slow
def test_the_window_does_not_wait_for_the_commands() -> None:
    script = (
        "import sys\nfrom cockpit.cli.door import asked\nasked(['open'], {})\n"
        "import cockpit.bootstrap.window\n"
        "print(*({'typer', 'rich', 'pydantic', 'numpy', 'keyring', 'sqlmodel'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == []
