"""The screens look as the screenshots show them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenes import shown
from tests.screenshots import FOLDER


async def test_every_screen_looks_like_its_screenshot(tmp_path: Path) -> None:
    found = await shown()
    differing = []
    for name, svg in found.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != svg:
            (tmp_path / name).write_text(svg, encoding="utf-8")
            differing.append(name)
    assert {path.name for path in FOLDER.glob("*.svg")} == set(found)
    if differing:
        pytest.fail(
            f"{', '.join(differing)} look different; see {tmp_path}. If that is meant:"
            " python -m tests.screenshots"
        )


def test_the_screenshots_show_what_people_typed_and_no_terminal_escape() -> None:
    for path in FOLDER.glob("*.svg"):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", path.read_text(encoding="utf-8"))
