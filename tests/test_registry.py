"""Parts are found by their file or as a plug-in, and a broken plug-in stops nobody."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from cockpit import registry
from cockpit.connectors.flags import FLAGS
from cockpit.connectors.metrics import METRICS
from cockpit.connectors.rollbacks import ROLLBACKS
from cockpit.registry import Registry

OWN = "from shelf import SHELF\nSHELF.add('own', 1)\n"
PLUGIN = "from shelf import SHELF\nSHELF.add('foreign', 2)\n"
BROKEN = "from shelf import SHELF\nSHELF.add('half', 3)\nraise RuntimeError('no licence')\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[int]]:
    """Make a package `shelf` with one part, and two plug-ins for it."""
    (tmp_path / "shelf").mkdir()
    init = "from cockpit.registry import Registry\nSHELF = Registry('shelf')\n"
    for file, text in {
        "shelf/__init__.py": init,
        "shelf/own.py": OWN,
        "plugin.py": PLUGIN,
        "broken.py": BROKEN,
    }.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    points = [EntryPoint("b", "broken", "shelf"), EntryPoint("p", "plugin", "shelf")]
    points.append(EntryPoint("o", "other", "another"))
    monkeypatch.setattr(registry, "installed", lambda: points)
    monkeypatch.syspath_prepend(tmp_path)
    import shelf  # type: ignore[import-not-found]  # written above

    yield shelf.SHELF
    for name in ("shelf", "shelf.own", "plugin", "broken"):
        sys.modules.pop(name, None)


def test_own_parts_and_plug_ins_are_found_by_name(shelf: Registry[int]) -> None:
    assert dict(shelf.parts()) == {"own": 1, "foreign": 2}
    assert shelf.parts() == shelf.parts()


def test_a_broken_plug_in_is_told_and_leaves_nothing_behind(shelf: Registry[int]) -> None:
    assert dict(shelf.broken()) == {"b": "RuntimeError: no licence"}
    assert "half" not in shelf.parts()


def test_two_parts_do_not_share_a_name(shelf: Registry[int]) -> None:
    shelf.parts()
    with pytest.raises(ValueError, match="'own'"):
        shelf.add("own", 4)


def test_every_kind_of_connector_has_its_first_part() -> None:
    assert "prometheus" in METRICS.parts()
    assert "unleash" in FLAGS.parts()
    assert "webhook" in ROLLBACKS.parts()


def put_on_the_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch, points: str, kind: str = "dist-info"
) -> None:
    about = folder / f"theirs-1.0.{kind}"
    about.mkdir()
    (about / "METADATA").write_text("Name: theirs\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    registry.installed.cache_clear()


@pytest.mark.parametrize("kind", ["dist-info", "egg-info"])
def test_a_plug_in_is_found_among_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    points = "[cockpit.connectors.metrics]\ntheirs = theirs.metrics\n"
    put_on_the_path(tmp_path, monkeypatch, points, kind)
    try:
        (found,) = registry.installed()
        assert (found.name, found.group) == ("theirs", "cockpit.connectors.metrics")
    finally:
        registry.installed.cache_clear()


def test_what_others_have_installed_is_not_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_the_path(tmp_path, monkeypatch, "[console_scripts]\ntheirs = theirs:main\n")
    try:
        assert registry.installed() == ()
    finally:
        registry.installed.cache_clear()
