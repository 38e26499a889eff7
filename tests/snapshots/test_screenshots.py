"""The screens still look like the files in `screenshots/`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenes import SMALL, SMALL_ENDING, WIDE, screenshots_by_file
from tests.screenshots import FOLDER


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=str)
async def test_every_screen_looks_like_its_screenshot(
    size: tuple[int, int], tmp_path: Path
) -> None:
    svgs = await screenshots_by_file(size)
    differing = []
    for name, svg in svgs.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != svg:
            (tmp_path / name).write_text(svg, encoding="utf-8")
            differing.append(name)
    of_size = {
        path.name
        for path in FOLDER.glob("*.svg")
        if path.name.endswith(SMALL_ENDING) == (size == SMALL)
    }
    assert of_size == set(svgs)
    if differing:
        pytest.fail(
            f"{', '.join(differing)} look different; see {tmp_path}. If that is meant:"
            " python -m tests.screenshots"
        )


def test_the_screenshots_contain_no_control_characters() -> None:
    for path in FOLDER.glob("*.svg"):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", path.read_text(encoding="utf-8"))
