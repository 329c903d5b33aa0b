"""Tell drives on which SQLite's locks cannot be trusted: network drives, synchronised folders.

What can be told: the kind of file system on Linux, the kind of drive on Windows, shares mounted
in the usual place on macOS, and the usual folders of synchronising programs everywhere. What
cannot: a program that synchronises a folder of another name.
"""

import sys
from pathlib import Path, PureWindowsPath

from cockpit.domain.message import Message, message
from cockpit.storage.codes import StorageCode

_OWN = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "webdav", "davfs", "ceph")
_CLUSTER = ("glusterfs", "lustre", "beegfs", "gpfs")
_FUSE = ("sshfs", "rclone", "s3fs", "davfs2", "glusterfs", "gcsfuse", "cephfs")
REMOTE_FILE_SYSTEMS = frozenset((*_OWN, *_CLUSTER, *(f"fuse.{name}" for name in _FUSE)))
SYNCED_FOLDERS = frozenset(
    name.casefold()
    for name in (
        "Dropbox",
        "OneDrive",
        "Google Drive",
        "GoogleDrive",
        "My Drive",
        "iCloud Drive",
        "iCloudDrive",
        "Mobile Documents",
        "CloudStorage",
        "Nextcloud",
        "ownCloud",
        "Box Sync",
        "pCloudDrive",
        "MEGAsync",
        "SynologyDrive",
        "Syncthing",
        "Sync",
        "MYBOX",
        "Naver MYBOX",
    )
)
_DRIVE_REMOTE = 4
_MOUNT_POINT = 4


def why_not_here(file: Path, *, mounts: str | None = None) -> Message | None:
    """Return why a journal must not lie at `file`; None when nothing speaks against it.

    `mounts` is the text of Linux's `/proc/self/mountinfo`, read here when it is not given.
    """
    place = file.parent.resolve()
    if synced := next((part for part in place.parts if _is_synced(part)), None):
        return message(StorageCode.SYNCED_FOLDER, folder=str(place), service=synced)
    if kind := _remote_kind(place, mounts):
        return message(StorageCode.REMOTE_DRIVE, folder=str(place), kind=kind)
    return None


def _is_synced(part: str) -> bool:
    name = part.casefold()
    return name in SYNCED_FOLDERS or name.startswith(("onedrive -", "dropbox ("))


def _remote_kind(place: Path, mounts: str | None) -> str | None:
    if str(place).startswith("\\\\"):
        return "share"
    if sys.platform == "win32":
        import ctypes

        drive = PureWindowsPath(place).drive + "\\"
        is_remote = ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE
        return "network drive" if is_remote else None
    if mounts is None:
        try:
            mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
    kind = _file_system(place, mounts)
    return kind if kind in REMOTE_FILE_SYSTEMS else None


def _file_system(place: Path, mounts: str) -> str | None:
    """Return the type of the deepest mount above `place`; proc(5) describes the lines."""
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        left, dash, right = line.partition(" - ")
        if not dash:
            continue
        point = Path(left.split()[_MOUNT_POINT].replace("\\040", " "))
        if place.is_relative_to(point) and (found is None or len(point.parts) >= found[0]):
            found = len(point.parts), right.split()[0]
    return found[1] if found else None
