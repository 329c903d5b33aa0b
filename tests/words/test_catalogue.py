"""Sentences are read from gettext catalogues."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from cockpit.words.catalogue import CatalogueError, sentences

I18N = Path(__file__).parents[2] / "resources" / "i18n"


def catalogue(folder: Path, text: str) -> Path:
    file = folder / "xx.po"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_entry_may_stand_on_several_lines_between_comments(tmp_path: Path) -> None:
    text = (
        '# to all\nmsgid ""\nmsgstr "Language: ko\\n"\n\n#. a hint\n'
        'msgid "a.b"\nmsgstr ""\n"first \\"one\\" "\n"second\\n"\n'
    )
    assert sentences(catalogue(tmp_path, text)) == {"a.b": 'first "one" second\n'}


def test_an_entry_without_translation_is_left_out(tmp_path: Path) -> None:
    text = 'msgid "a"\nmsgstr ""\nmsgid "b"\nmsgstr "비"\n'
    assert sentences(catalogue(tmp_path, text)) == {"b": "비"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('"begins in the middle"\n', 1),
        ('msgid "a"\nmsgid_plural "b"\n', 2),
        ('msgid "a"\nmsgstr "not closed\n', 2),
        ('\nmsgid "a"\nmsgstr no quotes\n', 3),
    ],
)
def test_a_damaged_catalogue_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(CatalogueError) as caught:
        sentences(catalogue(tmp_path, text))
    assert caught.value.line == line


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_general_reader_finds_the_same(language: str) -> None:
    file = I18N / f"{language}.po"
    with file.open("rb") as opened:
        general = {str(entry.id): str(entry.string) for entry in read_po(opened) if entry.id}
    assert sentences(file) == general
    assert general
