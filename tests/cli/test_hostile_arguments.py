"""Arguments and variables of any kind are refused in words, which never command a terminal."""

import pytest

from tests.cli.conftest import Run

ESCAPES = "\x1b[31mX\x1b]0;title\x07\x9b1m\u202e"
NO_TEXT = "ab\udcff\udcfe"
LONG = "x" * 100_000
HOSTILE = (
    *(ESCAPES, f"--{ESCAPES}", NO_TEXT, LONG),
    *("9" * 5_000, "99999999999999999999", "1e999", "0000-00-00", "٣"),
)
COMMANDS = (
    *(["new", "s", "y", "--on", "{}"], ["new", "s", "y", "--severity", "{}"]),
    *(["new", "s", "y", "--number", "{}"], ["show", "{}"], ["incidents", "{}"], ["{}"]),
    *(["actions", "done", "{}"], ["actions", "{}"], ["actions", "due", "1.1", "{}"]),
    ["similar", "{}"],
    *(["metrics", "--as-of", "{}"], ["metrics", "--months", "{}"]),
    *(["import", "{}/none.md"], ["export", "{}"], ["export", "--format", "{}"]),
    *(["--database", "{}/none.db", "incidents"], ["salvage", "~{}/none.db"]),
    *(["copy", "{}/none.db", "b.db"], ["copy", "postgresql://{}@localhost:1/x", "b.db"]),
)
MOST_CHARACTERS = 2_100


def assert_in_words(text: str) -> None:
    """Assert that a message is short, and that nothing in it commands a terminal."""
    assert "Traceback" not in text
    assert len(text) <= MOST_CHARACTERS, text[:200]
    assert not set("\x1b\x07\x9b\u202e\udcff") & set(text), text


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_hostile_argument_is_refused_in_words(run: Run, command: list[str]) -> None:
    for value in HOSTILE:
        done = run(*(argument.replace("{}", value) for argument in command))
        assert done.returncode in (0, 1, 2), done
        assert_in_words(done.stderr)
        if done.returncode == 1:
            assert done.stderr.count("\n") == 1, done.stderr
            assert done.stdout == ""


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    "name",
    [
        *("FACILITATOR_DATABASE", "FACILITATOR_NAME", "FACILITATOR_TEAM_TIMEZONE"),
        *("FACILITATOR_THEME", "FACILITATOR_AGENDA_REVIEW", "FACILITATOR_KEYMAP"),
        "FACILITATOR_CONCEPTS",
        *("FACILITATOR_FIGURES_TARGET_COMPLETION", "TZ", "XDG_CONFIG_HOME"),
    ],
)
def test_a_hostile_variable_is_refused_in_words(run: Run, name: str) -> None:
    for value in (ESCAPES, NO_TEXT, LONG, "a = " + "[" * 5_000):
        done = run(
            "incidents" if name in ("TZ", "FACILITATOR_DATABASE") else "config", **{name: value}
        )
        assert done.returncode in (0, 1), done
        assert_in_words(done.stderr)
        assert done.returncode == 0 or done.stderr.count("\n") == 1
