"""A database where other machines change files too is written without a log, and said to be so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import connect
from db.file_location import shared_place
from db.file_state import is_readable_by_others, similar_file
from db.notices import NoticeKind
from db.store import Store
from tests.db.support import new_incident

MOUNTS = r"""/dev/vda1 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
nas:/team /mnt/team nfs4 rw,vers=4.2 0 0
//nas/share /mnt/our\040share cifs rw 0 0
ana@host:/ /mnt/team/ssh fuse.sshfs rw 0 0
/dev/vdb1 /mnt/team/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/home/ana/team.db", ""),
        ("/mnt/team/team.db", "a network folder (nfs4)"),
        ("/mnt/teams/team.db", ""),
        ("/mnt/our share/team.db", "a network folder (cifs)"),
        ("/mnt/team/ssh/team.db", "a network folder (sshfs)"),
        ("/mnt/team/local/team.db", ""),
        ("/home/ana/Dropbox/team.db", "a folder that Dropbox copies"),
        ("/home/ana/Dropbox (Acme)/a/team.db", "a folder that Dropbox copies"),
        ("/home/ana/OneDrive - Acme/team.db", "a folder that OneDrive copies"),
        ("/home/ana/Library/Mobile Documents/x/team.db", "a folder that iCloud copies"),
        ("/home/ana/Google Drive/My Drive/team.db", "a folder that Google Drive copies"),
        ("/home/ana/Nextcloud/team.db", "a folder that Nextcloud copies"),
        ("/home/ana/dropboxes/team.db", ""),
    ],
)
def test_the_place_of_a_file_is_recognised(tmp_path: Path, path: str, place: str) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    assert shared_place(Path(path), tmp_path / "mounts") == place


def test_a_folder_of_syncthing_is_recognised_by_its_marker(tmp_path: Path) -> None:
    (tmp_path / "shared" / "deeper").mkdir(parents=True)
    (tmp_path / "shared" / ".stfolder").mkdir()
    file = tmp_path / "shared" / "deeper" / "team.db"
    assert shared_place(file) == "a folder that Syncthing copies"
    assert shared_place(tmp_path / "team.db") == ""


def test_a_file_in_a_shared_place_has_no_log_and_is_written_with_more_care(
    tmp_path: Path, migrated_file: Path
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = Path(shutil.copy(migrated_file, folder / "team.db"))
    engine = connect(path)
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "delete"
        assert connection.scalar(text("PRAGMA synchronous")) == 3
    engine.dispose()
    store, other_window = Store.open(path), Store.open(path)
    assert [notice.kind for notice in store.notices] == [NoticeKind.PLACE]
    assert "PostgreSQL" in store.notices[0].text
    for number in (1, 3):
        assert new_incident(store).number == number
        assert new_incident(other_window).number == number + 1
    assert not list(folder.glob("*-wal"))
    store.close()
    other_window.close()
    moved = Path(shutil.move(path, tmp_path / "team.db"))
    here = Store.open(moved)
    assert new_incident(here).number == 5
    assert list(tmp_path.glob("*-wal"))
    here.close()


@pytest.mark.parametrize(("mode", "readable"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_told_from_a_private_one(
    tmp_path: Path, migrated_file: Path, mode: int, readable: bool
) -> None:
    path = Path(shutil.copy(migrated_file, tmp_path / "team.db"))
    path.chmod(mode)
    assert is_readable_by_others(path) == readable
    store = Store.open(path)
    assert any("chmod 600" in notice.text for notice in store.notices) == readable
    store.close()


def test_the_file_with_the_most_similar_name_is_found(tmp_path: Path) -> None:
    for name in ("payments.db", "payouts.db", "notes.txt"):
        (tmp_path / name).touch()
    assert similar_file(tmp_path / "paymets.db") == tmp_path / "payments.db"
    assert similar_file(tmp_path / "zebra.db") is None
    assert similar_file(tmp_path / "nowhere" / "paymets.db") is None
