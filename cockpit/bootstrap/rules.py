"""The workspace as rules for the team's own metrics server."""

from pathlib import Path

from msgspec import Struct

from cockpit.app.rules.file import rules_of, sources_with_rules
from cockpit.bootstrap.folders import resources_folder
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage import rule_file
from cockpit.words.language import Language
from cockpit.words.names import names_of
from cockpit.words.words import load


class Ruled(Struct, frozen=True):
    """The text of a file of rules, and how many alerts are in it."""

    text: str
    alerts_count: int

    def write(self, file: Path) -> None:
        """Put it into a file; raise `RuleFileError` when that cannot be, or is not ours."""
        rule_file.write_rules(file, self.text)


def sources_of(file: WorkspaceFile) -> tuple[str, ...]:
    """Return the metric sources that there are rules for."""
    return sources_with_rules(file.workspace)


def ruled(file: WorkspaceFile, source: str) -> Ruled:
    """Return the rules for what is counted at `source`: Korean first, English behind it."""
    rules = rules_of(file.workspace, source, file.policy_hash)
    says = {}
    for language in Language:
        words = load(language, resources_folder() / "i18n")
        words.learn(names_of(file.workspace, language))
        says[language.value] = words.text
    text = rule_file.rule_text(rules, says)
    return Ruled(text, len(rules.alerts))
