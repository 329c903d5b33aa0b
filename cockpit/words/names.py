"""What a team calls its flows, its figures and its people."""

from collections.abc import Iterator, Mapping

from cockpit.ports.workspace import Title, Workspace
from cockpit.words.language import Language


def names_of(workspace: Workspace, language: Language) -> Mapping[str, str]:
    """Return the titles in the workspace, as `Words.learn` takes them."""
    return dict(_names(workspace, language))


def _names(workspace: Workspace, language: Language) -> Iterator[tuple[str, str]]:
    titled: list[tuple[str, Title | None]] = [
        (f"service.{workspace.service.name}", workspace.service.title)
    ]
    titled += [(f"flow.{flow.name}", flow.title) for flow in workspace.flows]
    titled += [(f"kpi.{kpi.name}", kpi.title) for kpi in workspace.kpis]
    titled += [(f"item.{item.id}", item.question) for item in workspace.checklist]
    for one in workspace.people:
        yield f"person.{one.id}", one.name
    for key, title in titled:
        if title is not None:
            yield key, title.ko if language is Language.KO else title.en
