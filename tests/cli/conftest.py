"""Running the program as people do: in a process of its own, with folders of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copy
from typing import Any, Protocol

import pytest

from db.store import Store
from facilitator.sample import fill
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.running_cloud import running_cloud

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)
Done = subprocess.CompletedProcess[str]


class Run(Protocol):
    """Runs `facilitator` with these arguments."""

    def __call__(self, *arguments: str, **environment: str) -> Done: ...


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of the program, without any settings of this machine."""
    inherited = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ
    }
    return inherited | {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture(scope="session")
def warm() -> Iterator[subprocess.Popen[str]]:
    """A process that has loaded the program's modules: that takes most of a command's time."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("warm.py"))],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def run(warm: subprocess.Popen[str], surroundings: dict[str, str], tmp_path: Path) -> Run:
    """Runs a command in a process of its own, forked from one that has loaded the program."""

    def start(*arguments: str, **environment: str) -> Done:
        out, errors = tmp_path / ".out", tmp_path / ".err"
        request = {
            "arguments": arguments,
            "environment": surroundings | environment,
            "folder": str(tmp_path),
            "out": str(out),
            "errors": str(errors),
        }
        assert warm.stdin is not None
        assert warm.stdout is not None
        warm.stdin.write(f"{json.dumps(request)}\n")
        warm.stdin.flush()
        status = int(warm.stdout.readline())
        texts = [file.read_text(encoding="utf-8") for file in (out, errors)]
        for file in (out, errors):
            file.unlink()
        return Done(["facilitator", *arguments], status, *texts)

    return start


@pytest.fixture
def start_afresh(surroundings: dict[str, str], tmp_path: Path) -> Run:
    """Runs a command in a new interpreter, for what that takes from the environment itself."""

    def start(*arguments: str, **environment: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "facilitator", *arguments],
            env=surroundings | environment,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return start


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    """A Jira Cloud that is running."""
    with running_cloud() as fake:
        yield fake


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """Runs a command that fails, and returns its one line without the program's name."""

    def start(*arguments: str, **environment: str) -> str:
        done = run(*arguments, **environment)
        assert (done.returncode, done.stdout) == (1, ""), done
        assert done.stderr.count("\n") == 1, done.stderr
        assert done.stderr.endswith("\n")
        assert done.stderr.startswith("facilitator: ")
        return done.stderr.removeprefix("facilitator: ").rstrip("\n")

    return start


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The path of the program's database unless another is named."""
    return tmp_path / "data" / "facilitator" / "facilitator.db"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database and one of the sample team, to copy."""
    folder = tmp_path_factory.mktemp("files")
    Store.open(folder / "empty.db").close()
    store = Store.open(folder / "team.db")
    fill(store, TODAY)
    store.close()
    return folder


@pytest.fixture
def empty(files: Path, database: Path) -> Path:
    database.parent.mkdir(parents=True)
    return Path(copy(files / "empty.db", database))


@pytest.fixture
def team(files: Path, database: Path) -> Path:
    database.parent.mkdir(parents=True)
    return Path(copy(files / "team.db", database))


@pytest.fixture
def write(database: Path) -> Callable[[Callable[[Store], Any]], None]:
    """Calls a function with the program's store, in this process."""

    def work(with_store: Callable[[Store], Any]) -> None:
        store = Store.open(database)
        try:
            with_store(store)
        finally:
            store.close()

    return work
