"""A journal does not lie where locks cannot be trusted."""

import sys
from pathlib import Path

import pytest

from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.drives import why_not_here
from cockpit.storage.opening import open_journal
from tests.storage.journals import begun

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/share rw,relatime shared:20 - nfs4 server:/export rw
41 22 0:36 / /mnt/win\\040share rw,relatime - cifs //server/share rw
42 40 8:2 / /mnt/share/disk rw,relatime - ext4 /dev/sdb1 rw
43 22 0:40 / /home/mina/far rw,relatime - fuse.sshfs mina@host: rw
a line of another kernel
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="paths of this kind")


@posix
@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/mnt/share/journal.db", "nfs4"),
        ("/mnt/share/deep/er/journal.db", "nfs4"),
        ("/mnt/win share/journal.db", "cifs"),
        ("/home/mina/far/journal.db", "fuse.sshfs"),
        ("/mnt/share/disk/journal.db", None),
        ("/mnt/shared/journal.db", None),
        ("/home/mina/journal.db", None),
    ],
)
def test_the_deepest_mount_tells_a_network_drive(place: str, kind: str | None) -> None:
    refusal = why_not_here(Path(place), mounts=MOUNTS)
    assert (refusal.value("kind") if refusal else None) == kind
    assert refusal is None or refusal.code == StorageCode.REMOTE_DRIVE


@posix
def test_a_table_of_mounts_that_says_nothing_refuses_nothing() -> None:
    assert why_not_here(Path("/journal.db"), mounts="") is None


@pytest.mark.parametrize(
    "folder", ["Dropbox", "OneDrive", "OneDrive - Shop Inc", "iCloud Drive", "NAVER MYBOX"]
)
def test_a_synchronised_folder_is_refused_by_name(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "x" / "journal.db"
    with pytest.raises(JournalError) as caught:
        open_journal(file, begun())
    told = caught.value.message
    assert (told.code, told.value("service")) == (StorageCode.SYNCED_FOLDER, folder)
    assert not file.parent.exists()


def test_a_folder_of_a_like_name_is_not_refused(tmp_path: Path) -> None:
    assert why_not_here(tmp_path / "OneDrives" / "journal.db") is None
