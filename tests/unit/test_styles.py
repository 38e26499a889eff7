"""The stylesheets of the screens: once loaded, all of them apply, whichever screen is in front."""

import re
from pathlib import Path

import pytest

import facilitator

SCREENS = Path(facilitator.__file__).parent / "screens"
SHEETS = sorted(SCREENS.rglob("*.tcss"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_screen_s_stylesheet_begins_with_whose_it_is(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [
        each.strip() for group in re.findall(r"([^{}]+)\{", text) for each in group.split(",")
    ]
    assert selectors
    assert [each for each in selectors if not re.match(r"[A-Z]|\.-\w+ Part ", each)] == []
