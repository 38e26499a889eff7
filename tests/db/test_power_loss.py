"""A loss of power at any moment loses nothing that was acknowledged."""

import shutil

import pytest

from tests.db.powerloss.losses import lose_power

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace records what the program asks of the disk"
)


def test_nothing_that_was_acknowledged_is_lost_with_the_power() -> None:
    losses = lose_power(points=30)
    assert losses.faults == []
    assert losses.commits > 1_000


def test_without_waiting_for_the_disk_something_would_be_lost() -> None:
    assert lose_power(points=20, synchronous="OFF").faults
