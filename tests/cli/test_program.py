"""The program: usage errors, language, help, and how it ends whatever happens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.help_codes import HelpCode, OptionCode
from cockpit.cli.program import Command, build, run
from cockpit.domain.message import message
from cockpit.words.language import Language
from tests.cli.speaking import I18N, words
from tests.kit.cases import others_long

HANGUL = re.compile("[가-힣]")
LANGUAGES = ("en", "ko")


@pytest.fixture(autouse=True)
def _computer_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COCKPIT_WORKSPACE", "COCKPIT_PERSON"):
        monkeypatch.delenv(name, raising=False)
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)


def all_commands(command: Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Command]]:
    yield ".".join(path) or "cockpit", command
    for name, below in getattr(command, "commands", {}).items():
        yield from all_commands(below, (*path, name))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["nowhere"], "nowhere"),
        (["off"], "flag"),
        (["step", "many"], "exposure_pct"),
        (["status", "--nothing"], "--nothing"),
        (["watch", "--interval", "0.1"], "--interval"),
        (["watch", "--seconds", "-1"], "--seconds"),
        (["launch", "new", "3.2.0"], "--build"),
        (["launch", "new", "3.2.0", "--build"], "--build"),
        (["launch", "nowhere"], "nowhere"),
        (["launch", "close", "--stopped-by", "luck"], "--stopped-by"),
        (["off", "a", "b"], "b"),
        (["open", "--theme", "loud"], "--theme"),
        (["open", "a", "b"], "b"),
        (["audit", "verify", "extra\x1b[31m"], "extra"),
    ],
)
def test_a_wrong_call_ends_with_64_and_a_sentence_that_names_it(
    capsys: pytest.CaptureFixture[str], lang: str, call: list[str], told: str
) -> None:
    assert run(["--lang", lang, *call]) == Exit.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert re.search("--help|now:|지금 값:", said.err)  # where to look, or what is wanted
    assert "Traceback" not in said.err
    assert "\x1b[31m" not in said.err
    assert bool(HANGUL.search(said.err)) == (lang == "ko")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_of_the_library_is_left_untranslated(
    capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    for call in (["launch"], ["launch", "nowhere"], ["off", "a", "b"], ["off", "--patience"]):
        assert run(["--lang", lang, *call]) == Exit.USAGE
        said = capsys.readouterr().err
        for sentence in ("Missing", "Got unexpected", "No such", "requires an argument"):
            assert sentence not in said


@pytest.mark.parametrize("call", [[], ["open"], ["open", "shop", "--theme", "dark"]])
def test_without_a_screen_the_window_says_so_and_how_to_go_on(
    capsys: pytest.CaptureFixture[str], call: list[str]
) -> None:
    assert run(["--lang", "en", *call]) == Exit.NO
    said = capsys.readouterr()
    assert said.err.strip() == words().text(message(CliCode.NO_SCREEN))
    assert said.out == ""


@pytest.mark.parametrize("columns", ["0", "1", "19"])
def test_a_terminal_without_a_width_is_spoken_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["--lang", "en", "nowhere"]) == Exit.USAGE
    assert "There is no command nowhere." in capsys.readouterr().err


def test_asking_for_help_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang=en", "off", "--help"]) == Exit.OK
    assert 'Switch a flag off and prove that clients are served "off".' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "environment", "is_korean"),
    [
        (["--lang", "ko"], {}, True),
        (["--lang=en"], {}, False),
        (["--lang", "en"], {"LANG": "ko_KR.UTF-8"}, False),
        ([], {"LANG": "ko_KR.UTF-8"}, True),
        ([], {"LANG": "en_US.UTF-8"}, False),
        ([], {"LANG": "de_DE.UTF-8"}, False),
        ([], {"LANG": "C"}, True),
        ([], {}, True),
        (["--lang", "xx"], {"LANG": "en_US.UTF-8"}, False),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_the_computer(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    is_korean: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run([*arguments, "nowhere"]) == Exit.USAGE
    assert bool(HANGUL.search(capsys.readouterr().err)) == is_korean


def test_an_option_without_its_value_ends_like_any_wrong_call(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--lang"]) == Exit.USAGE
    assert "--lang" in capsys.readouterr().err


@pytest.mark.logs_warnings
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inner_failure_ends_with_70_and_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("cockpit.bootstrap.workspace.schema", fail)
    assert run(["--lang", lang, "schema"]) == Exit.INTERNAL
    said = capsys.readouterr()
    assert said.out == ""
    assert "ZeroDivisionError" in said.err
    assert "Traceback" not in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, typer.Abort])
def test_an_interruption_is_said_and_leaves_the_outcome_unknown(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    interruption: type[BaseException],
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise interruption

    monkeypatch.setattr("cockpit.bootstrap.workspace.schema", interrupt)
    assert run(["--lang", "en", "schema"]) == Exit.UNKNOWN
    assert words().text(message(CliCode.INTERRUPTED)) in capsys.readouterr().err


@pytest.mark.parametrize("language", list(Language))
def test_every_command_argument_and_option_has_its_help(language: Language) -> None:
    used: set[str] = set()
    for name, command in all_commands(build(words(language))):
        assert command.help, name
        assert not command.help.startswith("help"), name
        for parameter in command.get_params(command.context_class(command)):
            shown = getattr(parameter, "help", None)
            assert shown, f"{name} {parameter.name}"
            assert not shown.startswith("option."), f"{name} {parameter.name}"
            assert bool(HANGUL.search(shown)) == (language is Language.KO), shown
            used.add(f"option.{parameter.name}")
    assert {code.value for code in OptionCode} == used, "no help without something to explain"


@pytest.mark.slow
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", others_long(["80", "100", "120"], lambda width: width == "80"))
def test_no_help_is_cut(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
    width: str,
) -> None:
    """Rich cuts a line of wide letters that ends just before a space at the edge."""
    monkeypatch.setenv("COLUMNS", width)
    for name, _command in all_commands(build(words(language))):
        call = [] if name == "cockpit" else name.split(".")
        assert run(["--lang", language, *call, "--help"]) == Exit.OK
        assert "…" not in capsys.readouterr().out, f"{name} at {width}"


@pytest.mark.parametrize("language", list(Language))
def test_no_sentence_names_a_group_of_commands_as_if_it_did_something(language: Language) -> None:
    tree = dict(all_commands(build(words(language))))
    groups = {
        name for name, one in tree.items() if isinstance(one, TyperGroup) and one.no_args_is_help
    }
    assert "unresolved" in groups
    text = (I18N / f"{language}.po").read_text("utf-8")
    assert groups & set(re.findall(r"'cockpit ([a-z.]+)'", text)) == set()


def test_every_help_belongs_to_a_command() -> None:
    names = {name for name, _command in all_commands(build(words()))}
    wanted = {code.value.removeprefix("help").removeprefix(".") or "cockpit" for code in HelpCode}
    assert {name.replace("-", "_") for name in names} == wanted


def test_the_help_does_not_touch_the_disk(tmp_path: Path) -> None:
    run(["--help"])
    assert list(tmp_path.iterdir()) == []
