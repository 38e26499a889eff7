"""One round after another: start the program, use it, end it, and look at what is left."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from tests.e2e.killloop import checks
from tests.e2e.killloop.endings import Ending, Executioner
from tests.e2e.killloop.places import (
    ACTION_PLACES,
    MEETING_PLACES,
    OUTLINE,
    PREP_PLACES,
    TIMELINE,
    Place,
    Step,
)
from tests.e2e.killloop.user import ClockReading, User, Word
from tests.e2e.terminal import Terminal, run_command

MOST_ACTION_ITEMS = 3
LONGEST_ROUND_SECONDS = 7.0
"""The program is ended within so many seconds of its first screen."""
ENDS_WITHIN_SECONDS = 10.0
"""A program that was asked to end has to be gone by then, on a busy machine too."""
INCIDENT = {
    "number": 1,
    "service": "checkout",
    "symptom": "5xx spike",
    "date": "2026-03-14",
    "sections": [
        {"heading": "Luck", "text": "The flag was there."},
        {"heading": "Detection", "text": "A customer called."},
    ],
}
"""The incident that is written about; its sections can be put into another order."""


@dataclass
class Report:
    """The figures of the rounds.

    Attributes:
        rounds: How many rounds there were, by how they ended.
        words: How many words were typed, by where.
        acknowledged: How many words the screen had shown as saved.
        deletions: How many words were deleted, as far as the screen has shown that as saved.
        drafts: How many words came back as drafts.
        resumed: How many meetings were resumed with the clock where it has to be.
        slowest_end: The longest time that a program took to end, in seconds.
        faults: What was wrong, each with the round and its seed.
    """

    rounds: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    deletions: int = 0
    drafts: int = 0
    resumed: int = 0
    slowest_end: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Add the figures of other rounds."""
        self.rounds += other.rounds
        self.words += other.words
        self.acknowledged += other.acknowledged
        self.deletions += other.deletions
        self.drafts += other.drafts
        self.resumed += other.resumed
        self.slowest_end = max(self.slowest_end, other.slowest_end)
        self.faults += other.faults


class KillLoop:
    """Rounds on one database, each of which begins with what the one before has left."""

    def __init__(self, home: Path, seed: int) -> None:
        self._home = home
        self._database = home / "team.db"
        self._seed = seed
        self._chance = random.Random(seed)
        self._words: list[Word] = []
        self._clock: ClockReading | None = None
        self._sections: list[str] = []
        self.report = Report()

    def prepare(self) -> None:
        """Make the database, with a meeting that has come to its incident."""
        file = self._home / "incident.json"
        file.write_text(json.dumps(INCIDENT))
        run_command(self._home, "--database", str(self._database), "import", str(file))
        terminal = self._start("meet")
        user = User(terminal, self._chance)
        user.go(
            Step("", "Here today"),
            Step("enter", "No action item was open"),
            Step("]", "▶ 1 Timeline"),
        )
        user.read_clock()
        self._clock = user.clock
        assert terminal.quit() == 0

    def run(self, rounds: int) -> Report:
        """Run so many rounds, and return the figures of all rounds so far."""
        for number in range(rounds):
            self._run_round(number)
        return self.report

    def _start(self, command: str) -> Terminal:
        return Terminal(self._home, "--database", str(self._database), command, "1")

    def _run_round(self, number: int) -> None:
        command = self._chance.choice(("prep", "meet"))
        ending = self._chance.choice(list(Ending))
        seconds = self._chance.uniform(0.1, LONGEST_ROUND_SECONDS)
        first_new = len(self._words)
        terminal = self._start(command)
        user = User(terminal, self._chance, self._words, sections=self._sections)
        executioner = Executioner(terminal, ending, seconds)
        try:
            for fault in self._resume(user, command):
                self._note(number, ending, fault)
            executioner.start()
            self._use(user, command, executioner)
            if ending is Ending.STOP_AND_CONTINUE:
                assert terminal.quit() == 0
        except (AssertionError, OSError, ValueError, pexpect.ExceptionPexpect) as error:
            executioner.wait()
            if executioner.ended_at is None:
                self._note(number, ending, f"the program could not be used: {error}")
                terminal.kill()
                self._clock, self._sections = None, []
                return
        executioner.wait()
        self._clock = user.clock if command == "meet" else self._clock
        self._sections = user.sections
        self._look_after(number, ending, terminal, executioner.ended_at or time.monotonic())
        new = self._words[first_new:]
        self.report.rounds[ending.value] += 1
        self.report.words.update(word.place for word in new)
        self.report.acknowledged += sum(word.is_acknowledged for word in new)
        self.report.deletions = sum(bool(word.is_deleted) for word in self._words)

    def _resume(self, user: User, command: str) -> Iterator[str]:
        """Take back what was not saved, and yield what the screen does not show as it has to."""
        if command == "prep":
            user.wait_until_ready("Ready ")
            user.go(Step("f2", "shown only here"), OUTLINE)
        else:
            user.wait_until_ready("meeting ends")
            user.read_clock()
            yield from checks.clock_faults(self._clock, user.clock)
            self.report.resumed += self._clock is not None
        stored, kept = checks.stored_text(self._database), checks.kept_text(self._home)
        unsaved = [word for word in self._words if word.text in kept and word.text not in stored]
        rooms = self._places(command)
        for place in PREP_PLACES if command == "prep" else MEETING_PLACES:
            words = [word for word in unsaved if word.place == place.name]
            if words and (place in rooms or not place.title):
                user.take_back(place, words, has_room=place in rooms)
                self.report.drafts += len(words)

    def _use(self, user: User, command: str, executioner: Executioner) -> None:
        """Type, delete and run the clock until the program is ended, or has been stopped once."""
        while not executioner.is_done:
            choice = self._chance.random()
            if command == "meet" and choice < 0.15:
                user.press_clock_key(self._chance.choice((" ", "+")))
            elif command == "meet" and choice < 0.3:
                user.go(TIMELINE)
                user.delete_row(checks.event_texts(self._database))
            elif command == "prep" and choice < 0.15:
                user.reorder_sections()
            else:
                user.write(self._chance.choice(self._places(command)))

    def _places(self, command: str) -> list[Place]:
        """Return the places of a screen that have room for more words."""
        has_room = self._count("action_item") < MOST_ACTION_ITEMS
        places = PREP_PLACES if command == "prep" else MEETING_PLACES
        return [place for place in places if has_room or place not in ACTION_PLACES]

    def _count(self, table: str) -> int:
        with contextlib.closing(sqlite3.connect(self._database)) as connection:
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)

    def _look_after(self, number: int, ending: Ending, terminal: Terminal, ended_at: float) -> None:
        """Wait until the program has ended, and note all that is wrong then."""
        faults = []
        if ending is not Ending.STOP_AND_CONTINUE:
            status = terminal.wait_for_end()
            # On a busy machine the time to save may be over: then a file has the text.
            has_rescued = status == 1 and any(self._home.glob("**/unsaved-*.txt"))
            if status != ending.exit_status and not has_rescued:
                faults.append(f"the exit status is {status}, and the screen says: {terminal.text}")
            seconds = time.monotonic() - ended_at
            self.report.slowest_end = max(self.report.slowest_end, seconds)
            if seconds > ENDS_WITHIN_SECONDS:
                faults.append(f"it took {seconds:.1f} s to end")
        if ending in (Ending.TERMINATE, Ending.HANG_UP):
            faults += terminal.faults_after_end()
        stored = checks.stored_text(self._database)
        kept = checks.kept_text(self._home)
        faults += [
            *checks.database_faults(self._database),
            *checks.word_faults(self._words, stored, kept, ending, ended_at),
            *(f"left behind: {command}" for command in checks.leftover_processes(self._home)),
        ]
        order = checks.section_order(self._database)
        if self._sections and self._sections != order:
            faults.append(f"the sections were shown as saved as {self._sections} and are {order}")
            self._sections = []
        for fault in faults:
            self._note(number, ending, fault)
        for word in self._words:
            if word.text not in stored and word.text not in kept and not word.is_deleted:
                # What is lost was judged by its age now, and not once more after the next round.
                word.is_deleted = None

    def _note(self, number: int, ending: Ending, fault: str) -> None:
        where = f"seed {self._seed}, round {number}, {ending.value}"
        self.report.faults.append(f"{where}: {fault}")
