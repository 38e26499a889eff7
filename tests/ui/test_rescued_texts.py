"""A start names the files with texts that an earlier run could not save, once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from facilitator.shell.rescue import rescue_text
from tests.ui.room import OpenRoom, Room


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the folders of rescued texts: of the summaries, of the system, and of the user."""
    names = ["summaries", "temporary", "home"]
    for name in names:
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return [tmp_path / name for name in names]


def rescue(folder: Path) -> Path:
    path = rescue_text("root-cause", "a retry storm", [folder])
    assert path is not None
    return path


def is_named(room: Room, path: Path) -> bool:
    return path.name in "".join(room.notices.split())


async def test_each_file_is_named_at_one_start(open_room: OpenRoom, folders: list[Path]) -> None:
    first = [rescue(folder) for folder in folders]
    async with open_room(size=(200, 60)) as room:
        await room.wait_until(lambda: all(is_named(room, path) for path in first))
        assert "could not be saved" in " ".join(room.notices.split())
    first[0].unlink()
    second = rescue(folders[0])
    async with open_room(size=(200, 60)) as room:
        await room.wait_until(lambda: is_named(room, second))
        assert not any(is_named(room, path) for path in first)
    async with open_room(size=(200, 60)) as room:
        assert "could not be saved" not in " ".join(room.notices.split())


async def test_neither_other_files_nor_a_watching_window_say_anything(
    open_room: OpenRoom, folders: list[Path]
) -> None:
    (folders[2] / "unsaved-notes.txt").write_text("my own")
    async with open_room() as room:
        assert "could not be saved" not in " ".join(room.notices.split())
    path = rescue(folders[0])
    async with open_room(watch=True) as room:
        assert not is_named(room, path)
