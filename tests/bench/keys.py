"""Measure what a key costs in the real program on a pseudo-terminal: `python -m tests.bench.keys`.

The times reach from a key to the last byte that it painted. They are printed as ratios to bare apps
of Textual that are measured in turns with the program: a list drawn by lines, which is the floor, a
list beside a text, a text field, and digits that tick. Each line ends with the target and whether
it is met. The counts of bytes do not depend on what else the machine does; the times do. It runs on
Linux only, where the share of a core that is used can be read.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.change_watcher import QUIET_AFTER_SECONDS
from tests.e2e.terminal import Terminal

ROUNDS = 16
MOVES = ("down", "down", "down", "up", "up", "up")
LETTERS = tuple("the retry")
QUIET_SECONDS = 0.15
"""After so long without output, a key has painted all it will paint."""
SETTLING_SECONDS = QUIET_AFTER_SECONDS + 10
"""For so long after its start the program looks more often at what others write."""
COMING_SECONDS, IDLE_SECONDS = 3, 20
MOST_BYTES_PER_KEY, MOST_IDLE_BYTES_PER_SECOND = 2000, 400


@dataclass
class Cost:
    """What some keys have cost, each in seconds and in bytes."""

    seconds: list[float] = field(default_factory=list)
    byte_counts: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median time."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The time that only every twentieth key exceeds."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]

    @property
    def bytes_per_key(self) -> float:
        """The mean count of bytes."""
        return statistics.mean(self.byte_counts)

    def press(self, terminal: Terminal, keys: Sequence[str]) -> None:
        """Press keys one after another, and add what each costs."""
        for key in keys:
            while _reads_more(terminal):
                pass
            before = len(terminal.output)
            terminal.press(key)
            pressed_at = time.perf_counter()
            while _reads_more(terminal):
                pass
            if len(terminal.output) > before:
                self.seconds.append(terminal.last_output_at - pressed_at)
                self.byte_counts.append(len(terminal.output) - before)


def _reads_more(terminal: Terminal) -> bool:
    before = len(terminal.output)
    terminal.read_screen(QUIET_SECONDS)
    return len(terminal.output) > before


@dataclass(frozen=True)
class Idle:
    """What a program costs while nobody presses a key.

    Attributes:
        bytes_per_second: How much it writes.
        core_share: Which share of a core it uses.
    """

    bytes_per_second: float
    core_share: float


def measure_idle(terminal: Terminal) -> Idle:
    """Watch a program for a while."""
    # What a screen reads in the background when it comes is not idle.
    _let_pass(terminal, COMING_SECONDS)
    written, used, start = len(terminal.output), _core_seconds(terminal), time.perf_counter()
    while time.perf_counter() - start < IDLE_SECONDS:
        terminal.read_screen()
    passed = time.perf_counter() - start
    return Idle(
        (len(terminal.output) - written) / passed, (_core_seconds(terminal) - used) / passed
    )


def _let_pass(terminal: Terminal, seconds: float) -> None:
    """Read what comes in for so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read_screen()


def _core_seconds(terminal: Terminal) -> float:
    threads = Path(f"/proc/{terminal.process_id}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def measure_in_turns(
    ours: Terminal, references: Sequence[Terminal], keys: Sequence[str]
) -> tuple[Cost, list[Cost]]:
    """Press the same keys in the program and in the references, in turns."""
    ours_cost, costs = Cost(), [Cost() for _ in references]
    for _ in range(ROUNDS):
        ours_cost.press(ours, keys)
        for cost, reference in zip(costs, references, strict=True):
            cost.press(reference, keys)
    return ours_cost, costs


def _print_figure(name: str, figure: float, most: float, detail: str) -> None:
    verdict = "met" if figure <= most else "NOT met"
    sys.stdout.write(f"{name}: {figure:.2f} ({detail}; at most {most:g}: {verdict})\n")


def _print_times(name: str, ours: float, reference: float, most: float) -> None:
    detail = f"{ours * 1000:.1f} / {reference * 1000:.1f} ms"
    _print_figure(name, ours / reference, most, detail)


def print_moves(name: str, ours: Terminal, floor: Terminal, options: Terminal) -> None:
    """Measure and print what moving in a list costs."""
    cost, (floor_cost, options_cost) = measure_in_turns(ours, (floor, options), MOVES)
    _print_times(f"{name}, median / a list drawn by lines", cost.median, floor_cost.median, 2)
    _print_times(f"{name}, p95 / a list drawn by lines", cost.p95, floor_cost.p95, 1.5)
    _print_bytes(name, cost, f"a list drawn by lines {floor_cost.bytes_per_key:.0f}")
    sys.stdout.write(
        f"{name}, median / a list beside a text: {cost.median / options_cost.median:.2f}"
        f" (its bytes: {options_cost.bytes_per_key:.0f})\n"
    )


def print_typing(ours: Terminal, editor: Terminal) -> None:
    """Measure and print what typing costs."""
    cost, (editor_cost,) = measure_in_turns(ours, (editor,), LETTERS)
    name = "typing the root cause"
    _print_times(f"{name}, p95 / a bare text field", cost.p95, editor_cost.p95, 1.5)
    _print_bytes(name, cost, f"a bare text field {editor_cost.bytes_per_key:.0f}")


def _print_bytes(name: str, cost: Cost, reference: str) -> None:
    _print_figure(f"{name}, bytes a key", cost.bytes_per_key, MOST_BYTES_PER_KEY, reference)


def print_idle(name: str, ours: Terminal, ticking: Terminal) -> None:
    """Measure and print what a running meeting costs."""
    idle, bare = measure_idle(ours), measure_idle(ticking)
    detail = f"{idle.core_share:.1%} / {bare.core_share:.1%} of a core"
    share = idle.core_share / max(bare.core_share, 1 / IDLE_SECONDS / 100)
    _print_figure(f"{name}, core / bare ticking digits", share, 1.5, detail)
    most, reference = MOST_IDLE_BYTES_PER_SECOND, f"ticking digits {bare.bytes_per_second:.0f}"
    _print_figure(f"{name}, bytes a second", idle.bytes_per_second, most, reference)


def measure_program(start: Callable[..., Terminal]) -> None:
    """Go through a meeting of the sample team, and measure each of its screens.

    Args:
        start: Starts a program on a terminal: the arguments, and the module to run.
    """
    bare = {
        name: start(name, module="tests.bench.bare_apps")
        for name in ("drawn", "options", "ticking", "editor")
    }
    for terminal in bare.values():
        terminal.wait_for("ready")
    ours = start("demo")
    ours.wait_for("Start the meeting")
    ours.press("enter")
    ours.wait_for("0:0", "of 10")
    _let_pass(ours, SETTLING_SECONDS)
    lists = ours, bare["drawn"], bare["options"]
    print_idle("review", ours, bare["ticking"])
    # A tick between two keys would be counted as theirs.
    ours.press(" ")
    ours.wait_for("PAUSED")
    print_moves("review", *lists)
    _measure_incident(ours, bare, lists)
    ours.press("h")
    ours.wait_for("Prepare")
    print_moves("home", *lists)
    for terminal in (ours, *bare.values()):
        terminal.quit()


def _measure_incident(
    ours: Terminal, bare: Mapping[str, Terminal], lists: tuple[Terminal, Terminal, Terminal]
) -> None:
    """Measure the screen of the incident, from the paused review on."""
    ours.press("]")
    ours.wait_for("longest gap")
    print_moves("timeline", *lists)
    ours.press(" ")
    ours.wait_until_gone("PAUSED")
    print_idle("timeline", ours, bare["ticking"])
    ours.press("z")
    ours.wait_for("Park for later")
    print_idle("timeline with a form open", ours, bare["ticking"])
    ours.press("esc")
    ours.wait_until_gone("Park for later")
    ours.press("2")
    ours.wait_for("Made it possible")
    print_idle("factors", ours, bare["ticking"])
    ours.press(" ")
    ours.wait_for("PAUSED")
    ours.press("r")
    ours.wait_for("Leave the text")
    print_typing(ours, bare["editor"])
    ours.press("esc")
    ours.wait_until_gone("Leave the text")


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:

        def start(*arguments: str, module: str = "facilitator") -> Terminal:
            return Terminal(Path(folder), *arguments, module=module)

        measure_program(start)


if __name__ == "__main__":
    main()
