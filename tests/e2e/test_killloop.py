"""Whatever ends the program while it is used, nothing that it showed as saved is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.killloop.loop import KillLoop

ROUNDS = 8
"""Few for each test, so that the tests share the processors from the beginning."""


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_lost_when_the_program_ends_at_any_moment(tmp_path: Path, seed: int) -> None:
    loop = KillLoop(tmp_path, seed)
    loop.prepare()
    assert loop.run(ROUNDS).faults == []
