"""The wheel is built, installed into an empty environment, and run there."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.e2e.terminal import environment

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip does, with the build backend that is installed for the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    options = ("--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT))
    subprocess.run([*command, *options], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into a new environment that finds its dependencies in this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    interpreter = bin_folder / Path(sys.executable).name
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet",
         "--no-deps", "--no-index", str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    # Path files of a borrowed folder are not read, so the editable install of the tests stays out.
    site_packages = next(folder.glob("lib/python*/site-packages"), folder / "Lib/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return interpreter


def test_the_wheel_contains_every_file_of_the_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("facilitator", "db"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "screenshots/"))]


def test_the_installed_program_runs_with_its_own_files(python: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        completed = subprocess.run(
            [python, *arguments],
            env=environment(tmp_path),
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        return completed.stdout

    for package in ("facilitator", "db"):
        path = run("-c", f"import {package}; print({package}.__file__)").strip()
        assert Path(path).is_relative_to(python.parents[1])
    program = ("-m", "facilitator")
    run(*program, "new", "checkout", "5xx spike", "--on", "2026-03-14")
    assert "checkout" in run(*program, "incidents")
    for document_format in ("markdown", "html", "json", "csv"):
        run(*program, "export", "1", "--format", document_format, "-o", "out")
    assert len(list((tmp_path / "out").iterdir())) == 4
    assert run(str(python.parent / "facilitator"), "--version").startswith("facilitator ")
