"""What the tests of whole programs share: commands that need not load the program each time."""

from tests.cli.conftest import run, surroundings, warm

__all__ = ["run", "surroundings", "warm"]
