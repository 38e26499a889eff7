"""The command that runs many rounds and prints their figures."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.e2e.killloop.loop import KillLoop, Report

ROUNDS_OF_A_DATABASE = 10
"""After so many rounds a new database is begun, or its texts would become longer and longer."""


def run_rounds(seed: int, rounds: int) -> Report:
    """Run rounds on a database of their own, and return their figures."""
    with tempfile.TemporaryDirectory(prefix="killloop-") as folder:
        loop = KillLoop(Path(folder), seed)
        try:
            loop.prepare()
            loop.run(rounds)
        except Exception as error:
            # The other rounds go on; what went wrong here is one of the figures.
            loop.report.faults.append(f"seed {seed}: {type(error).__name__}: {error}")
        return loop.report


def _lines(report: Report) -> Iterator[str]:
    """Yield the figures of all rounds, line by line."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    yield f"{platform.platform()}, Python {python}, SQLite {sqlite}"
    ends = ", ".join(f"{count} {ending}" for ending, count in sorted(report.rounds.items()))
    yield f"{report.rounds.total()} rounds: {ends}"
    places = ", ".join(f"{place} {count}" for place, count in sorted(report.words.items()))
    yield f"{report.words.total()} words typed: {places}"
    yield f"{report.acknowledged} words and {report.deletions} deletions shown as saved"
    yield f"{report.drafts} words not saved yet at the end, and kept as drafts"
    yield f"{report.resumed} meetings resumed; the slowest end took {report.slowest_end:.1f} s"
    yield f"{len(report.faults)} faults"
    yield from report.faults


def main() -> int:
    """Run the rounds that the command line asks for, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.killloop", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first database")
    parser.add_argument("--jobs", type=int, default=2, help="how many programs run at once")
    options = parser.parse_args()
    databases = -(-options.rounds // ROUNDS_OF_A_DATABASE)
    seeds = range(options.seed, options.seed + databases)
    total = Report()
    with ProcessPoolExecutor(options.jobs) as pool:
        runs = [pool.submit(run_rounds, seed, ROUNDS_OF_A_DATABASE) for seed in seeds]
        try:
            for run in as_completed(runs):
                report = run.result()
                total.add(report)
                sys.stderr.writelines(f"{fault}\n" for fault in report.faults)
                sys.stderr.write(f"{total.rounds.total()} rounds, {len(total.faults)} faults\n")
        except KeyboardInterrupt:
            # The figures of the rounds so far are worth something, too.
            pool.shutdown(wait=False, cancel_futures=True)
    sys.stdout.write("\n".join(["", *_lines(total), ""]))
    return 1 if total.faults else 0


if __name__ == "__main__":
    sys.exit(main())
