"""`facilitator config`: every setting, its value and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CONFIG = """theme = "nord"
[agenda]
incident = 25
[keymap]
"review.done" = "D"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "facilitator" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(CONFIG)
    return path


def settings(run: Run, *flags: str, **environment: str) -> dict[str, tuple[object, str]]:
    done = run(*flags, "config", "--json", **environment)
    assert (done.returncode, done.stderr) == (0, ""), done
    return {row["setting"]: (row["value"], row["from"]) for row in json.loads(done.stdout)}


def test_every_setting_says_where_it_comes_from(run: Run, file: Path) -> None:
    values = settings(
        run, "--database", "x.db", FACILITATOR_AGENDA_REVIEW="5", FACILITATOR_THEME="dracula"
    )
    assert values["database"] == ("x.db", "--database")
    assert values["theme"] == ("dracula", "FACILITATOR_THEME")
    assert values["agenda.review"] == (5, "FACILITATOR_AGENDA_REVIEW")
    assert values["agenda.incident"] == (25, f"{file}:3")
    assert values["agenda.patterns"] == (10, "default")
    assert values["presenter"] == (False, "default")
    assert values["keymap.review.done"] == ("D", f"{file}:5")
    shown = run("config", FACILITATOR_AGENDA_REVIEW="5").stdout
    assert shown.startswith(f"{file}\n")
    rows = [line.split() for line in shown.splitlines()]
    assert ["agenda.review", "5", "FACILITATOR_AGENDA_REVIEW"] in rows
    assert ["agenda.incident", "25", f"{file}:3"] in rows


def test_a_password_is_never_shown(run: Run) -> None:
    done = run("config", FACILITATOR_DATABASE="postgresql://mei:hush@db/team")
    assert done.returncode == 0
    assert "hush" not in done.stdout + done.stderr
    assert "postgresql://mei:***@db/team" in done.stdout


def test_settings_that_can_not_be_used_are_named_line_by_line(run: Run, file: Path) -> None:
    file.write_text('theme = "nrod"\n[keymap]\n"review.done" = "ctlr+d"\n"reveiw.drop" = "x"\n')
    done = run("config")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"facilitator: {file}:1: theme: 'nrod' is not a theme; did you mean nord?",
        f"facilitator: {file}:3: keymap.review.done: 'ctlr' is not a key to hold down; did you mean"
        " ctrl?",
        f"facilitator: {file}:4: keymap.reveiw.drop: no key has this id; did you mean review.drop?",
    ]


def test_a_wrong_value_is_named_with_its_line(
    refused: Callable[..., str], file: Path, run: Run
) -> None:
    file.write_text("\n[agenda]\nreview = 0\n")
    words = "agenda.review: expected a whole number from 1 to 600, got 0"
    assert refused("config") == f"{file}:3: {words}"
    # Where it is can be asked for even then.
    assert run("config", "--path").stdout == f"{file}\n"


def test_the_ids_of_all_keys_are_listed(run: Run, file: Path) -> None:
    assert file.exists()
    done = run("config", "--keys", "--json")
    keys = {key["id"]: key["keys"] for key in json.loads(done.stdout)}
    assert keys["review.done"] == "D"
    assert keys["clock.pause"] == "space,f6"
    assert {"help", "list.down", "form.save", "text.undo", "quit", "theme.toggle"} <= keys.keys()
    assert "review.done" in run("config", "--keys").stdout
