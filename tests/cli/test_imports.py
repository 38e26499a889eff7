"""Which modules a start loads: nothing heavy before it is needed."""

import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT

NETWORK = {"httpx2", "httpcore2", "keyring"}
"""What only a tracker needs."""
HELP = """
import sys
from facilitator.cli import main

sys.argv = ["facilitator", "--help"]
try:
    main()
finally:
    print("loaded:", *(name for name in sys.modules if "." not in name), file=sys.stderr)
"""
APP = """
import sys
import facilitator.app

print("loaded:", *(name for name in sys.modules if "." not in name), file=sys.stderr)
"""
BY_HAND = """
import sys
from facilitator.config.settings import load_settings
from facilitator.tracker.opening import open_tracker

open_tracker(load_settings()).address("OPS-12")
print("loaded:", *(name for name in sys.modules if "." not in name), file=sys.stderr)
"""
RUNNING = """
import asyncio
import sys
from pathlib import Path
from facilitator.app import FacilitatorApp
from facilitator.config.settings import load_settings
from facilitator.shell.launch_target import LaunchTarget
from facilitator.system.clock import MachineClock

def open_store():
    from db.store import Store

    return Store.open(load_settings().database)

async def run():
    app = FacilitatorApp(
        open_store, MachineClock(), LaunchTarget(), load_settings(), Path("summaries")
    )
    async with app.run_test() as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause()
        await pilot.press("a")
        await pilot.pause()

asyncio.run(run())
print("loaded:", *(name for name in sys.modules if "." not in name), file=sys.stderr)
"""
OPEN_STORE = """
import sys
from facilitator.commands.open_store import open_store

with open_store(None) as (store, _):
    store.incidents.everything().result()
print("loaded:", *(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


def loaded(script: str, environment: dict[str, str]) -> set[str]:
    """The top-level modules that a script has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("loaded:")]
    names = set(line.split()[1:])
    assert "facilitator" in names
    return names


def test_help_loads_neither_the_screens_nor_the_database(surroundings: dict[str, str]) -> None:
    heavy = {"textual", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "rich", "arrow"} | NETWORK
    assert not loaded(HELP, surroundings) & heavy


def test_the_screens_do_not_load_the_database_tables(surroundings: dict[str, str]) -> None:
    names = loaded(APP, surroundings)
    assert "textual" in names
    assert not names & ({"sqlmodel", "sqlalchemy", "alembic"} | NETWORK)


@pytest.mark.usefixtures("empty")
def test_a_database_that_is_up_to_date_is_opened_without_migrations_or_screens(
    surroundings: dict[str, str],
) -> None:
    names = loaded(OPEN_STORE, surroundings)
    assert "sqlmodel" in names
    assert not names & ({"alembic", "textual"} | NETWORK)


def test_tickets_that_are_typed_by_hand_load_no_tracker(surroundings: dict[str, str]) -> None:
    assert not loaded(BY_HAND, surroundings) & NETWORK


@pytest.mark.usefixtures("empty")
def test_a_window_without_a_tracker_loads_none(surroundings: dict[str, str]) -> None:
    names = loaded(RUNNING, surroundings)
    assert "sqlmodel" in names
    assert not names & NETWORK
