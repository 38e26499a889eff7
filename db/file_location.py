"""Where a database file lies: on this machine alone, or where other machines change it too."""

from __future__ import annotations

import re
from pathlib import Path

MOUNTS = Path("/proc/mounts")
"""Linux's list of what is mounted where; on other systems only the names of folders tell."""
# fmt: off
NETWORK_FILE_SYSTEMS = frozenset([
    "9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2", "fuse.glusterfs",
    "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "lustre", "nfs", "nfs4", "smb3", "smbfs",
    "virtiofs",
])
# fmt: on
SYNC_FOLDERS = (
    (r"Dropbox( .*)?", "Dropbox"),
    (r"OneDrive( .*|-.*)?", "OneDrive"),
    (r"Mobile Documents|iCloud( ?Drive)?", "iCloud"),
    (r"Google ?Drive.*|GoogleDrive-.*", "Google Drive"),
    (r"Nextcloud|ownCloud", "Nextcloud"),
)
"""Patterns of folder names, and the program that keeps such folders the same on many machines."""


def shared_place(path: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of place where other machines may change a file; "" for a place of our own.

    SQLite's write-ahead log needs memory that all programs share, which two machines don't have.

    Args:
        path: The file.
        mounts: The system's list of what is mounted where.
    """
    resolved = path.resolve()
    file_system = _file_system(resolved, mounts)
    if file_system in NETWORK_FILE_SYSTEMS:
        return f"a network folder ({file_system.removeprefix('fuse.')})"
    for folder in resolved.parents:
        for pattern, program in SYNC_FOLDERS:
            if re.fullmatch(pattern, folder.name, re.IGNORECASE):
                return f"a folder that {program} copies"
        if (folder / ".stfolder").exists():
            return "a folder that Syncthing copies"
    return ""


def _file_system(path: Path, mounts: Path) -> str:
    """Return the type of the file system of a path; "" where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, found = "", ""
    for line in lines:
        _, escaped, file_system, *_ = line.split(" ")
        place = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), escaped)
        # Of two that are mounted on one place, the later one is seen.
        if path.is_relative_to(place) and len(place) >= len(best):
            best, found = place, file_system
    return found
