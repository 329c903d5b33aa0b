"""Each workspace has its own places, apart from each other."""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cockpit.host.places import install_id, places_for, resources_dir, workspace_id_of
from tests.kit.power.record import Say, each_cut, needs_a_record


def test_a_workspace_is_known_by_its_real_file_and_its_service(tmp_path: Path) -> None:
    file = tmp_path / "shop" / "cockpit.yaml"
    file.parent.mkdir()
    file.touch()
    same = tmp_path / "shop" / ".." / "shop" / "cockpit.yaml"
    assert workspace_id_of(file, "shop") == workspace_id_of(same, "shop")
    assert workspace_id_of(file, "shop") != workspace_id_of(file, "search")
    assert workspace_id_of(file, "shop") != workspace_id_of(tmp_path / "cockpit.yaml", "shop")
    assert len(workspace_id_of(file, "shop")) == 16


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_a_workspace_is_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "cockpit.yaml").touch()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "cockpit.yaml")
    assert workspace_id_of(tmp_path / "link.yaml", "shop") == workspace_id_of(
        tmp_path / "cockpit.yaml", "shop"
    )


@pytest.mark.parametrize("is_rooted", [True, False])
def test_what_must_not_be_lost_together_does_not_lie_together(
    tmp_path: Path, is_rooted: bool
) -> None:
    root = tmp_path if is_rooted else None
    places = places_for(tmp_path / "cockpit.yaml", "shop", root=root)
    folders = [places.data, places.spool, places.checkpoints, places.logs, places.cache]
    assert len(set(folders)) == 5
    for one in folders[:3]:
        assert one.name == places.workspace_id
        assert not any(other.is_relative_to(one) for other in folders if other != one)
    assert places.journal_file == places.data / "journal.db"
    assert places.spool_file.parent == places.spool
    assert places.runs.parent == places.data
    assert not is_rooted or all(folder.is_relative_to(tmp_path) for folder in folders)


def test_asking_for_places_creates_nothing(tmp_path: Path) -> None:
    places_for(tmp_path / "cockpit.yaml", "shop", root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_installation_keeps_its_id(tmp_path: Path) -> None:
    shop = places_for(tmp_path / "cockpit.yaml", "shop", root=tmp_path)
    search = places_for(tmp_path / "cockpit.yaml", "search", root=tmp_path)
    first = install_id(shop, root=tmp_path)
    assert install_id(shop, root=tmp_path) == first
    assert first.endswith(shop.workspace_id)
    assert install_id(search, root=tmp_path) != first
    assert install_id(search, root=tmp_path)[:16] == first[:16]
    assert [file.name for file in (tmp_path / "config").iterdir()] == ["install-id"]


@needs_a_record
def test_a_power_cut_leaves_the_id_that_was_given_out(tmp_path: Path) -> None:
    def ask(home: Path, say: Say) -> None:
        places = places_for(home / "cockpit.yaml", "shop", root=home / "root")
        say("asked", "")
        say("id", install_id(places, root=home / "root"))

    for left, home in each_cut(tmp_path, ask):
        places = places_for(home / "cockpit.yaml", "shop", root=home / "root")
        own_id = install_id(places, root=home / "root")
        assert left.values("id") in ([], [own_id]), left
        assert own_id == install_id(places, root=home / "root"), left


@pytest.mark.parametrize("ruins", [b"", b"\xa5" * 32, b"\0" * 32, b"0f"])
def test_an_id_that_a_power_cut_has_ruined_is_made_anew(tmp_path: Path, ruins: bytes) -> None:
    file = tmp_path / "config" / "install-id"
    file.parent.mkdir()
    file.write_bytes(ruins)
    places = places_for(tmp_path / "cockpit.yaml", "shop", root=tmp_path)
    own_id = install_id(places, root=tmp_path)
    assert re.fullmatch("[0-9a-f]{16}-[0-9a-f]{16}", own_id)
    assert install_id(places, root=tmp_path) == own_id


def test_an_installation_on_this_computer_keeps_its_id_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    places = places_for(tmp_path / "cockpit.yaml", "shop")
    assert install_id(places) == install_id(places)


def test_a_drive_without_links_keeps_an_id_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(_own: Path, _file: Path) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", no_link)
    places = places_for(tmp_path / "cockpit.yaml", "shop", root=tmp_path)
    assert install_id(places, root=tmp_path) == install_id(places, root=tmp_path)


def test_programs_that_start_together_agree_on_the_id(tmp_path: Path) -> None:
    places = places_for(tmp_path / "cockpit.yaml", "shop", root=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _n: install_id(places, root=tmp_path), range(8)))
    assert len(ids) == 1


def test_resources_are_found_in_the_checkout() -> None:
    assert resources_dir() == Path(__file__).parents[2] / "resources"


def test_resources_are_found_in_a_frozen_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    spec = (Path(__file__).parents[2] / "cockpit.spec").read_text(encoding="utf-8")
    packed = re.search(r'datas=\[\("resources", "(.+?)"\)\]', spec)
    assert packed is not None
    assert resources_dir() == tmp_path / packed[1]


def test_resources_are_found_in_an_installed_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cockpit.host import places

    monkeypatch.setattr(places, "__file__", str(tmp_path / "cockpit" / "host" / "places.py"))
    assert resources_dir() == tmp_path / "cockpit" / "_resources"
