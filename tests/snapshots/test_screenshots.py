"""The screens still look like the grids and the pictures that are kept of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenes import SIZES
from tests.screenshots import PICTURES, files_of_size, paths_of_size

MOST_BYTES_OF_FILM = 600_000


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_screen_looks_as_it_is_kept(size: tuple[int, int], tmp_path: Path) -> None:
    files = await files_of_size(size)
    differing = []
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            (tmp_path / path.name).write_text(text, encoding="utf-8")
            differing.append(path.name)
    assert paths_of_size(size) == set(files)
    if differing:
        pytest.fail(
            f"{', '.join(differing)} look different; see {tmp_path}. If that is meant:"
            " python -m tests.screenshots"
        )


def test_the_pictures_contain_no_control_characters() -> None:
    for path in PICTURES.glob("*.svg"):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", path.read_text(encoding="utf-8"))


def test_the_animated_picture_is_small_enough_for_the_readme() -> None:
    assert (PICTURES / "meeting.svg").stat().st_size < MOST_BYTES_OF_FILM
