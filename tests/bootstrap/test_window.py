"""The window opens step by step, and says in sentences what keeps it from opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.window import READ_ON, Opening, Wanted, is_first_look, sentences
from cockpit.domain.message import message
from cockpit.storage.workspace_template import template
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from cockpit.words.words import Words, load
from tests.features.home import Home
from tests.kit.inspection import findings, texts
from tests.kit.story import moments

AGAIN = "trouble.again"


@pytest.fixture
def home(tmp_path: Path, qapp: QApplication) -> Home:
    """Return a computer whose workspace names servers that are not there."""
    assert qapp is not None
    made = Home(tmp_path)
    made.workspace.mkdir()
    made.file.write_text(sound(), encoding="utf-8")
    return made


def sound() -> str:
    nowhere = "http://127.0.0.1:9"
    return template(
        resources_folder(),
        metrics_url=nowhere,
        flags_url=nowhere,
        deploy_url=nowhere,
        anchor_folder=None,
    )


@contextmanager
def opening(home: Home, reached: list[str], language: Language = Language.EN) -> Iterator[Opening]:
    wanted = Wanted(home.file, language, "mina", given={}, reached=reached.append)
    with home.lived_in():
        made = Opening(wanted)
        made.shell.show()
        try:
            yield made
        finally:
            made.shell.may_close = lambda: True
            made.shell.close()
            made.close()
            made.shell.deleteLater()


def words() -> Words:
    return load(Language.EN, resources_folder() / "i18n")


@pytest.mark.slow
def test_it_is_painted_before_it_is_filled_and_filled_before_it_is_connected(home: Home) -> None:
    reached: list[str] = []
    with opening(home, reached) as made:
        Walker(made.shell).until(lambda: "connected" in reached, "the services")
        assert made.workplace is not None
    assert [one for one in reached if one in {"painted", "window", "connected"}] == [
        "painted",
        "window",
        "connected",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_a_broken_file_is_said_and_opens_once_it_is_mended(home: Home, language: Language) -> None:
    home.file.write_text("service: [", encoding="utf-8")
    reached: list[str] = []
    with opening(home, reached, language) as made:
        walker = Walker(made.shell)
        walker.until(lambda: walker.is_there(AGAIN), "the panel")
        assert "cockpit.yaml" in " ".join(texts(made.shell))
        assert findings(made.shell) == ()
        walker.click(AGAIN)
        walker.until(lambda: walker.is_there(AGAIN), "the panel once more")
        assert made.workplace is None
        home.file.write_text(sound(), encoding="utf-8")
        walker.click(AGAIN)
        walker.until(lambda: "connected" in reached, "the services")
        assert not walker.is_there(AGAIN)


def test_an_error_that_nobody_knows_is_named_by_its_kind_alone() -> None:
    told = sentences(words(), KeyError("/home/mina/secret"))
    assert told == (words().text(message(BootCode.BROKEN_INSIDE, kind="KeyError")),)


def test_every_message_of_an_error_is_a_sentence_of_its_own() -> None:
    both = (message(BootCode.STILL_OPENING), message(BootCode.TRY_AGAIN))

    class SeveralError(Exception):
        messages = both

    assert sentences(words(), SeveralError()) == tuple(words().text(one) for one in both)


@pytest.mark.parametrize("name", READ_ON)
def test_what_is_read_after_the_first_look_is_there(name: str) -> None:
    assert find_spec(name) is not None


@pytest.mark.slow
def test_where_no_figures_come_the_journal_is_read_all_the_same(home: Home) -> None:
    reached: list[str] = []
    told: list[Snapshot] = []
    with opening(home, reached) as made:
        walker = Walker(made.shell)
        walker.until(lambda: "connected" in reached, "the services")
        assert made.workplace is not None
        made.workplace.bridge.seen.connect(told.append)
        walker.until(lambda: bool(told) and told[-1].journal is not None, "the journal")
    assert told[-1].flows[0].success_ratio is None


def test_a_figure_or_the_trouble_of_a_source_is_something_to_look_at() -> None:
    calm = moments.calm()
    nothing = replace(calm, flows=(), sources=())
    assert is_first_look(calm)
    assert not is_first_look(nothing)
    trouble = replace(calm.sources[0], failures_count=1)
    assert is_first_look(replace(nothing, sources=(trouble,)))
