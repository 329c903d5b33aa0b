"""Verification, export and a new beginning, whether the journal opens or not."""

from contextlib import closing
from pathlib import Path

import pytest

from cockpit.bootstrap.audit import (
    audited,
    audited_export,
    begun_again,
    cross_checked_online,
    exported,
)
from cockpit.bootstrap.checks import checked
from cockpit.bootstrap.logs import log_to_file
from cockpit.bootstrap.secrets import keyring_store, session_store
from cockpit.bootstrap.workspace import opened_workspace, schema, written_template
from cockpit.domain.events import JournalBegun, JournalBegunAgain, LaunchPlanned
from cockpit.domain.message import Message
from cockpit.host.places import places_for
from cockpit.ports.journal import JournalError, all_rows
from cockpit.ports.secrets import SecretsError
from cockpit.ports.workspace_file import WorkspaceError, WorkspaceFile
from cockpit.storage.opening import open_for_reading
from tests.bootstrap.places import opened, workspace_file
from tests.kit.monitoring import workspace

PLANNED = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")


@pytest.fixture
def file(tmp_path: Path) -> WorkspaceFile:
    return workspace_file(tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


def begin(file: WorkspaceFile, folder: Path) -> None:
    told: list[Message] = []
    with opened(file, folder, told)[0] as cockpit:
        cockpit.record(PLANNED)


def test_without_an_anchor_a_whole_journal_is_unanchored(
    file: WorkspaceFile, root: Path, tmp_path: Path
) -> None:
    begin(file, tmp_path)
    found = audited(file, root=root)
    assert found.exit_code == 2
    assert found.messages[0].code == "audit.unanchored"


def test_both_kinds_of_export_have_every_row(
    file: WorkspaceFile, root: Path, tmp_path: Path
) -> None:
    begin(file, tmp_path)
    lines, table = tmp_path / "j.jsonl", tmp_path / "j.csv"
    assert exported(file, lines, as_table=False, root=root) == 2
    assert exported(file, table, as_table=True, root=root) == 2
    assert audited_export(lines).exit_code == 2
    assert audited_export(lines).report.rows_count == 2


def test_an_export_of_nothing_is_an_error(file: WorkspaceFile, root: Path, tmp_path: Path) -> None:
    with pytest.raises(JournalError):
        exported(file, tmp_path / "j.jsonl", as_table=False, root=root)


def test_a_new_beginning_sets_the_old_file_aside_and_says_so(
    file: WorkspaceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr("cockpit.bootstrap.audit.keyring_store", lambda: None)
    place = places_for(file.file, file.workspace.service.name).journal_file
    place.parent.mkdir(parents=True)
    place.write_bytes(b"no database at all")
    journal, set_aside = begun_again(file, None)
    assert journal == place
    assert set_aside is not None
    assert set_aside.read_bytes() == b"no database at all"
    with closing(open_for_reading(journal)) as again:
        kinds = [type(row.entry.event) for row in all_rows(again)]
    assert kinds[:2] == [JournalBegun, JournalBegunAgain]


def test_a_cross_check_says_which_flag_server_could_not_be_read(
    file: WorkspaceFile, root: Path, tmp_path: Path
) -> None:
    begin(file, tmp_path)
    found = cross_checked_online(file, session_store(file.workspace, {}), root=root)
    assert found.findings == ()
    assert found.not_read


def test_a_cross_check_without_a_journal_is_an_error(file: WorkspaceFile, root: Path) -> None:
    with pytest.raises(JournalError):
        cross_checked_online(file, session_store(file.workspace, {}), root=root)


@pytest.mark.slow
def test_every_source_is_checked_and_one_without_a_secret_stops_no_other(
    file: WorkspaceFile,
) -> None:
    found = list(checked(file, session_store(file.workspace, {"deploy": "d-token"})))
    assert [one.source for one in found] == list(file.workspace.sources)
    assert all(one.trouble is not None for one in found)
    codes = {one.source: one.trouble.code for one in found if one.trouble is not None}
    assert codes["flags"] == "boot.no_secret"
    assert codes["deploy"].startswith("source.")


def test_a_template_is_a_workspace_and_is_never_written_over(tmp_path: Path) -> None:
    written = written_template(tmp_path)
    assert opened_workspace(written, root=tmp_path / "home").workspace.flows
    with pytest.raises(WorkspaceError):
        written_template(tmp_path)
    assert schema()["properties"]


def test_a_log_that_cannot_be_written_keeps_nothing_back(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way", encoding="utf-8")
    end = log_to_file(tmp_path / "cockpit.yaml", ("a-secret",), root=tmp_path / "home")
    end()


def test_secrets_of_a_session_are_forgotten_with_it() -> None:
    first, second = session_store(workspace(), {}), session_store(workspace(), {})
    first.write("http://127.0.0.1:9", "a", "token")
    assert first.read("http://127.0.0.1:9", "a") == "token"
    assert second.read("http://127.0.0.1:9", "a") is None


def test_a_computer_without_a_keyring_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        with pytest.raises(SecretsError):
            keyring_store().read("http://127.0.0.1:9", "a")
    finally:
        keyring.set_keyring(before)
