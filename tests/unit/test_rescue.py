"""Texts that could not be saved are written where that is possible, whole and for their owner."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from facilitator.shell.rescue import rescue_text


def a_file(folder: Path) -> Path:
    """Return a path that can't be a folder, as one on a full or read-only disk can't."""
    path = folder / "file"
    path.write_text("")
    return path


def test_the_first_folder_that_can_be_written_takes_the_text(tmp_path: Path) -> None:
    path = rescue_text("root-cause", "a retry\nstorm", [a_file(tmp_path), tmp_path / "new"])
    assert path is not None
    assert path.parent == tmp_path / "new"
    assert path.read_text() == "a retry\nstorm"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    path = rescue_text("root-cause", "a retry storm", [tmp_path])
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
def test_half_a_text_on_a_full_disk_is_not_kept(tmp_path: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))
    try:
        assert rescue_text("root-cause", "a retry storm", [tmp_path]) is None
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_without_any_folder_there_is_no_file(tmp_path: Path) -> None:
    assert rescue_text("root-cause", "a retry storm", [a_file(tmp_path)]) is None
