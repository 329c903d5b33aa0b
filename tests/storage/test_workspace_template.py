"""A team's first workspace file."""

import json
import os
from pathlib import Path

import pytest
import yaml

from cockpit.ports.workspace_file import WorkspaceError
from cockpit.storage.workspace_file import read_workspace
from cockpit.storage.workspace_template import schema, template, write_template
from tests.kit.full_disk import no_file_beyond
from tests.storage.workspaces import KINDS, RESOURCES

URLS = {
    "metrics_url": "http://127.0.0.1:1",
    "flags_url": "http://127.0.0.1:2",
    "deploy_url": "http://127.0.0.1:3",
}


def test_the_template_is_a_workspace_without_fault(tmp_path: Path) -> None:
    found = read_workspace(write_template(tmp_path / "new", template(RESOURCES)), KINDS)
    assert [flow.name for flow in found.workspace.flows] == ["checkout", "coupon", "cart", "login"]
    assert [told.code.rpartition(".")[2] for told in found.warnings] == [
        "flow_without_flag",
        "no_anchor",
    ]


def test_the_template_takes_addresses_names_and_an_anchor(tmp_path: Path) -> None:
    anchor = tmp_path / 'ank"er 1'
    text = template(
        RESOURCES, **URLS, service="pay", rollout_flag="release_9", anchor_folder=anchor
    )
    workspace = read_workspace(write_template(tmp_path, text), KINDS).workspace
    assert [source.url for source in workspace.sources.values()] == list(URLS.values())
    assert workspace.service.name == workspace.levers.rollbacks[0].service == "pay"
    assert [target.flag for target in workspace.rollout.targets] == ["release_9"]
    assert workspace.journal.anchor_folder == str(anchor)


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    file = write_template(tmp_path, "mine\n")
    with pytest.raises(WorkspaceError, match=r"workspace\.exists"):
        write_template(tmp_path, "other\n")
    assert file.read_bytes() == b"mine\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_new_file_may_be_read_whatever_rights_new_files_have(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = write_template(tmp_path, template(RESOURCES))
    finally:
        os.umask(before)
    assert read_workspace(file, KINDS).workspace.flows


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    with (
        no_file_beyond(100),
        pytest.raises(WorkspaceError, match=r"workspace\.not_written"),
    ):
        write_template(tmp_path, template(RESOURCES))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"workspace\.not_written"):
        write_template(tmp_path / "file", "text")


def test_the_schema_describes_every_field() -> None:
    found = schema()
    assert json.loads(json.dumps(found)) == found
    sections = [found, *found["$defs"].values()]
    undescribed = [
        (section["title"], name)
        for section in sections
        for name, field in section.get("properties", {}).items()
        if "description" not in field
    ]
    assert undescribed == []
    assert found["title"] == "cockpit.yaml"
    assert all("description" in section for section in sections)


def test_the_schema_allows_the_fields_of_the_template() -> None:
    found = schema()
    with (RESOURCES / "workspace" / "cockpit.yaml").open(encoding="utf-8") as opened:
        content = yaml.safe_load(opened)
    assert content.keys() <= found["properties"].keys()
    assert set(found["required"]) <= content.keys()
