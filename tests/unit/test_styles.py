"""The stylesheets of the screens. Once loaded, all of them apply to every screen."""

import re
from pathlib import Path

import pytest

import facilitator

SCREENS = Path(facilitator.__file__).parent / "screens"
SHEETS = sorted(SCREENS.rglob("*.tcss"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_selector_of_a_screen_begins_with_the_class_of_its_screen_or_widget(
    path: Path,
) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [
        selector.strip()
        for group in re.findall(r"([^{}]+)\{", text)
        for selector in group.split(",")
    ]
    assert selectors
    starts_with_a_widget = re.compile(r"(\.-\w+ )?[A-Z]")
    assert [selector for selector in selectors if not starts_with_a_widget.match(selector)] == []


def test_what_is_for_a_projector_stands_in_one_sheet_and_beats_the_rules_for_a_size() -> None:
    for path in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.name != "presenter.tcss":
            assert ".-presenter" not in text, path.name
            continue
        blocks = re.findall(r"\{([^}]*)\}", text)
        rules = [rule for block in blocks for rule in block.split(";") if rule.strip()]
        assert rules
        assert [rule for rule in rules if not rule.rstrip().endswith("!important")] == []
