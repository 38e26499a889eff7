"""Every file and folder that the program makes is for its owner alone, whatever the umask is."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.copying import copy_database
from db.salvage import salvage
from db.store import Store
from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.config.settings_writer import save_setting
from facilitator.shell.drafts import DraftFile
from facilitator.shell.rescue import rescue_text
from facilitator.system.external_editor import EditorError, edit_text
from tests.ui.room import OpenRoom

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


@pytest.fixture
def no_umask() -> Iterator[None]:
    """Let new files be open to everybody, unless the program forbids it."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Return what others than the owner may read, write or enter in a folder, and below it."""
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.stat().st_mode):o}"
        for path in folder.rglob("*")
        if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]


@pytest.mark.usefixtures("no_umask")
def test_files_and_folders_are_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    data = tmp_path / "data" / "made" / "here"
    store = Store.open(data / "team.db")
    store.parked.add("an idea").result()
    while_open = open_to_others(tmp_path)
    store.close()
    copy_database(str(data / "team.db"), str(data / "other" / "copy.db"), lambda *_: None)
    salvage(data / "team.db", data / "saved.db")
    DraftFile(data / "drafts" / "below", "team.db").write({"form": {"action": "Cap"}})
    rescue_text("cause", "a text", [data / "rescued" / "below"])
    save_setting(Settings(file=tmp_path / "config" / "made" / "config.toml"), "theme", "nord")
    with pytest.raises(EditorError):
        edit_text("a text", "cause", ["sh", "-c", 'printf x >> "$0"; exit 3'], 100)
    assert while_open == open_to_others(tmp_path) == []
    assert len(list(temporary.rglob("*.md"))) == 1


@pytest.mark.usefixtures("no_umask")
async def test_a_summary_is_for_its_owner_alone(open_room: OpenRoom, tmp_path: Path) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("y", "y")
        assert "saved as" in room.notices.replace("\n", " ")
    assert list((tmp_path / "summaries").glob("*.md"))
    assert open_to_others(tmp_path / "summaries") == []
