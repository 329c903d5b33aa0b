"""Each code of a help page belongs to a command, an argument or an option that is there."""

from collections.abc import Iterator
from pathlib import Path

from cockpit.cli.help_codes import HelpCode, OptionCode
from cockpit.cli.program import Command, build
from cockpit.words.language import Language
from cockpit.words.words import load

I18N = Path(__file__).parents[2] / "resources" / "i18n"


def below(command: Command, path: str) -> Iterator[tuple[str, Command]]:
    """Yield the command and all below it, each with the code of its page."""
    yield path, command
    for name, other in getattr(command, "commands", {}).items():
        yield from below(other, f"{path}.{name.replace('-', '_')}")


def test_each_page_and_each_option_has_a_code_and_each_code_is_shown() -> None:
    found = dict(below(build(load(Language.EN, I18N)), "help"))
    assert found.keys() == set(HelpCode)
    options = {
        f"option.{parameter.name}"
        for command in found.values()
        for parameter in command.get_params(command.context_class(command))
    }
    assert options == set(OptionCode)
