"""The clocks of the machine, and the fixed clock of the tests."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.records import Instant
from facilitator.system import clock
from facilitator.system.clock import FixedClock, MachineClock


def test_a_reading_is_aware_and_names_the_boot() -> None:
    machine = MachineClock()
    before, first, second = datetime.now(UTC), machine.now(), machine.now()
    assert before <= first.wall <= datetime.now(UTC)
    assert first.wall.utcoffset() == timedelta(0)
    assert second.uptime >= first.uptime > 0
    assert first.boot == second.boot == MachineClock().now().boot
    if clock.BOOT_ID.exists():
        assert first.boot == clock.BOOT_ID.read_text().strip()


def test_a_system_without_boot_ids_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clock, "BOOT_ID", tmp_path / "nowhere")
    assert MachineClock().now().boot == ""


def test_a_fixed_clock_moves_only_when_it_is_advanced() -> None:
    start = Instant(datetime(2026, 3, 14, 9, tzinfo=UTC), 100.0, "a")
    fixed = FixedClock(start)
    assert fixed.now() == fixed.now() == start
    fixed.advance(90.5)
    assert fixed.now() == Instant(start.wall + timedelta(seconds=90.5), 190.5, "a")
