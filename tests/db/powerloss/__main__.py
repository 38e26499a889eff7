"""The command that loses the power many times and prints figures."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys

from tests.db.powerloss.losses import lose_power


def main() -> int:
    """Lose the power as often as the command line asks for, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.db.powerloss", description=__doc__)
    parser.add_argument("--points", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--synchronous", default="FULL", help="OFF shows that the simulation does lose something"
    )
    options = parser.parse_args()
    losses = lose_power(options.points, options.seed, options.synchronous)
    sys.stdout.write(
        f"{platform.platform()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, synchronous={options.synchronous}\n"
        f"{losses.points} losses of power behind {losses.commits} acknowledged commits:"
        f" {len(losses.faults)} faults\n"
    )
    sys.stdout.writelines(f"{fault}\n" for fault in losses.faults)
    return 1 if losses.faults else 0


if __name__ == "__main__":
    sys.exit(main())
