"""The places from which settings are read, and the messages about those that can't be used."""

import time
import zoneinfo
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzlocal

from facilitator.config.setting_checks import DATE_ORDERS
from facilitator.config.settings import (
    Settings,
    SettingsError,
    config_file,
    data_folder,
    load_settings,
    location_in_file,
    mask_password,
    setting_origin,
)
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.domain.typed_days import DateOrder, date_order_named
from facilitator.system import local_timezone

EVERY = """
database = "team.db"
name = "Ana"
team_timezone = "Europe/Berlin"
theme = "nord"
date_order = "month-first"

[agenda]
review = 5
incident = 20
patterns = 6

[figures]
months = 12
target_repeat_rate = 0.2
target_completion = 1

[tracker]
kind = "jira"
url = "https://ops.example/jira/"
api_url = "https://api.example/ex/jira/1"
project = "ops"
issue_type = "Chore"
board = 7
user = "ana@example.com"
ca_file = "/etc/ssl/ours.pem"
priorities = ["Blocker", "Major", "Minor"]
incident_url = "https://wiki.example/pm/{number}.html"

[keymap]
"review.done" = "d"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def refusal(file: Path, content: str | bytes = "", **environment: str) -> str:
    """Return the message, which is one line."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError) as caught:
        load_settings(environment=environment, file=file)
    (line,) = str(caught.value).splitlines()
    return line


def test_without_a_file_and_variables_the_defaults_hold(file: Path) -> None:
    settings = load_settings(environment={}, file=file)
    assert settings == Settings()
    assert (settings.agenda, settings.months) == ((10, 30, 10), 6)
    assert (settings.target_repeat_rate, settings.target_completion) == (0.12, 0.9)
    assert Path(settings.database) == data_folder() / "facilitator.db"


def test_every_setting_can_stand_in_the_file(file: Path) -> None:
    file.write_text(EVERY)
    settings = load_settings(environment={}, file=file)
    assert settings == Settings(
        database="team.db",
        name="Ana",
        team_timezone="Europe/Berlin",
        theme="nord",
        date_order="month-first",
        agenda=(5, 20, 6),
        months=12,
        target_repeat_rate=0.2,
        target_completion=1.0,
        tracker=TrackerSettings(
            kind="jira",
            url="https://ops.example/jira",
            api_url="https://api.example/ex/jira/1",
            project="OPS",
            issue_type="Chore",
            board=7,
            user="ana@example.com",
            ca_file="/etc/ssl/ours.pem",
            priorities=("Blocker", "Major", "Minor"),
            incident_url="https://wiki.example/pm/{number}.html",
        ),
        keymap={"review.done": "d"},
    )
    assert settings.timezone == ZoneInfo("Europe/Berlin")


def test_the_environment_wins_over_the_file_and_the_flag_over_both(file: Path) -> None:
    file.write_text(EVERY)
    environment = {
        "FACILITATOR_DATABASE": "postgresql://db/team",
        "FACILITATOR_AGENDA_INCIDENT": "25",
        "FACILITATOR_FIGURES_TARGET_REPEAT_RATE": "0.3",
        "FACILITATOR_TEAM_TIMEZONE": "Asia/Kathmandu",
        "FACILITATOR_TRACKER_BOARD": "12",
        "FACILITATOR_TRACKER_PRIORITIES": "Now, Soon, Later",
        "HOME": "/root",
    }
    from_file = load_settings(environment={}, file=file)
    settings = load_settings(environment=environment, file=file)
    assert settings == replace(
        from_file,
        database="postgresql://db/team",
        agenda=(5, 25, 6),
        target_repeat_rate=0.3,
        team_timezone="Asia/Kathmandu",
        tracker=replace(from_file.tracker, board=12, priorities=("Now", "Soon", "Later")),
    )
    flagged = load_settings("other.db", environment=environment, file=file)
    assert flagged == replace(settings, database="other.db")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("colour = 1", "colour: no such setting; known are database, name, team_timezone"),
        ("[agenda]\nlunch = 5", "agenda.lunch: no such setting"),
        ('"two\\nlines" = 1', "no such setting"),
        ("agenda = 5", "agenda: no such setting"),
        ("[agenda]\nreview = 0", "agenda.review: expected a whole number from 1 to 600, got 0"),
        ("[agenda]\nreview = 601", "agenda.review: expected a whole number"),
        ("[agenda]\nreview = 2.5", "agenda.review: expected a whole number"),
        ("[agenda]\nreview = true", "agenda.review: expected a whole number"),
        ('[figures]\nmonths = "six"', "figures.months: expected a whole number from 1 to 120"),
        ("[figures]\ntarget_completion = 90", "expected a number from 0 to 1, got 90"),
        ("[figures]\ntarget_completion = nan", "expected a number from 0 to 1, got nan"),
        ("[figures]\ntarget_completion = true", "expected a number from 0 to 1, got True"),
        (
            'team_timezone = "Mars/Olympus"',
            "'Mars/Olympus' is not a time zone; expected one such as",
        ),
        ('team_timezone = "Europe"', "team_timezone: 'Europe' is not a time zone"),
        ('team_timezone = "../../etc/passwd"', "team_timezone: "),
        ("team_timezone = 1", "team_timezone: expected a text, got 1"),
        ('name = " "', "name: expected a text"),
        (f'name = "{"a" * 201}"', "expected a name on one line of at most 200 characters"),
        ('name = "Ana\\nSilva"', "expected a name on one line"),
        ('theme = " "', "theme: expected a text"),
        ('[tracker]\nkind = "trello"', "tracker.kind: expected jira or none, got 'trello'"),
        ('[tracker]\nurl = "ops.example"', "tracker.url: expected an address such as https://"),
        ('[tracker]\nurl = "file:///etc/passwd"', "tracker.url: expected an address"),
        ('[tracker]\nurl = "https://x.example/a?b=c"', "leave out what follows the path"),
        ('[tracker]\nurl = "https://x.example/#a"', "leave out what follows the path"),
        ('[tracker]\nproject = "OPS-12"', "tracker.project: expected the key of a project"),
        ("[tracker]\nboard = 0", "tracker.board: expected the number of a board, got 0"),
        ("[tracker]\nboard = true", "tracker.board: expected the number of a board"),
        ('[tracker]\nboard = "٣"', "tracker.board: expected the number of a board"),
        ('[tracker]\nuser = "a\\nb"', "tracker.user: expected a text on one line"),
        ('[tracker]\npriorities = ["Highest"]', "the names of three priorities, for P1, P2"),
        ("[tracker]\npriorities = [1, 2, 3]", "tracker.priorities: expected a text on one line"),
        ('[tracker]\nincident_url = "https://x.example"', "a web address with {number}, such"),
        ('[tracker]\nincident_url = "https://x.example/{id}"', "a web address with {number}"),
        ('[tracker]\nincident_url = "https://x.example/{number}{0}"', "a web address with"),
        ('[tracker]\nincident_url = "https://{number}/{number}"', "a web address with {number}"),
        ('[tracker]\nincident_url = "javascript:{number}"', "a web address with {number}"),
        ('[tracker]\ntoken = "secret"', "tracker.token: no such setting"),
        ('keymap = "d"', 'keymap: expected lines such as "review.done" = "d"'),
        ('concepts = "d"', 'concepts: expected lines such as "till frozen"'),
        ("[concepts]\ntill = 'd'", "concepts.till: expected a list of patterns such as"),
        ("[concepts]\ntill = []", "concepts.till: expected a list of patterns such as"),
        ("[concepts]\ntill = [1]", "concepts.till: expected a list of patterns such as"),
        ("[concepts]\ntill = ['a||b']", "concepts.till: 'a||b': expected words"),
        ("[concepts]\na.b = ['c']", "concepts.a: expected a list of patterns such as"),
        ("[concepts]\n'' = ['c']", "expected a name on one line of at most 200 characters"),
        ('[keymap]\n"review.done" = 1', "keymap.review.done: expected keys such as"),
        ("[keymap]\nreview.done = 1", "keymap.review.done: expected keys such as"),
        ("\ntheme = on", "not TOML: Invalid value (at line 2, column 9)"),
        ("theme = 1\ntheme = 2", "not TOML: "),
        (b'theme = "\xff"', "not TOML: "),
    ],
)
def test_a_bad_value_in_the_file_is_named_with_its_line(
    file: Path, content: str | bytes, words: str
) -> None:
    said = refusal(file, content)
    # An error of the TOML parser has the line in its own words.
    raw = content if isinstance(content, bytes) else content.encode()
    line = raw.count(b"\n") + 1
    assert said.startswith(f"{file}: not TOML" if "not TOML" in words else f"{file}:{line}: ")
    assert words in said


def test_a_token_in_an_address_is_refused_without_being_repeated(file: Path) -> None:
    said = refusal(file, '[tracker]\nurl = "https://ana:hush@ops.example"')
    assert "leave the user and the token out of the address" in said
    assert "hush" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FACILITATOR_AGENDA_REVIEW", "ten"),
        ("FACILITATOR_TEAM_TIMEZONE", "Mars/Olympus"),
        ("FACILITATOR_FIGURES_MONTHS", "-1"),
        ("FACILITATOR_FIGURES_TARGET_COMPLETION", "90%"),
        ("FACILITATOR_KEYMAP", "d"),
        ("FACILITATOR_THEME", ""),
        ("FACILITATOR_TRACKER_BOARD", "first"),
        ("FACILITATOR_TRACKER_PRIORITIES", "High, Low"),
    ],
)
def test_a_bad_variable_is_named(file: Path, name: str, value: str) -> None:
    assert refusal(file, EVERY, **{name: value}).startswith(f"{name}: ")


def test_a_folder_instead_of_the_file_is_named(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match=f"^{file}: is a directory$"):
        load_settings(environment={}, file=file)


def test_the_folders_follow_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert data_folder() == tmp_path / "data" / "facilitator"
    assert config_file() == tmp_path / "config" / "facilitator" / "config.toml"
    assert Settings().database == str(tmp_path / "data" / "facilitator" / "facilitator.db")
    config_file().parent.mkdir(parents=True)
    config_file().write_text("theme = 'nord'")
    assert load_settings(environment={}).theme == "nord"


@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_a_relative_xdg_folder_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", value)
    assert data_folder().is_absolute()
    assert data_folder().is_relative_to(tmp_path)


@pytest.mark.parametrize("name", ["Europe/Berlin", ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"])
def test_without_a_setting_the_zone_is_that_of_the_machine_with_daylight_saving(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        assert _hours_in_berlin(Settings(database="unused")) == (2, 1)
    time.tzset()


def test_without_a_variable_the_zone_is_read_from_the_file_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    rules = next(
        Path(folder) / "Europe/Berlin" for folder in zoneinfo.TZPATH if Path(folder).is_dir()
    )
    monkeypatch.setattr(local_timezone, "LOCAL_TIME", rules)
    assert _hours_in_berlin(Settings(database="unused")) == (2, 1)
    monkeypatch.setattr(local_timezone, "LOCAL_TIME", tmp_path / "missing")
    assert Settings(database="unused").timezone == tzlocal()


def _hours_in_berlin(settings: Settings) -> tuple[int, int]:
    """Return the local hour at midnight UTC, in summer and in winter."""
    months = (7, 12)
    there = [datetime(2026, month, 1, tzinfo=UTC).astimezone(settings.timezone) for month in months]
    return there[0].hour, there[1].hour


def test_a_team_names_kinds_of_failure_in_the_file_or_in_a_variable(file: Path) -> None:
    file.write_text('[concepts]\n"till frozen" = ["till frozen|hung", "till_freeze"]\n')
    settings = load_settings(environment={}, file=file)
    assert settings.concepts == {"till frozen": ("till frozen|hung", "till_freeze")}
    assert setting_origin(settings, "concepts.till frozen") == f"{file}:2"
    variable = {"FACILITATOR_CONCEPTS": '"card eaten" = ["card eaten"]'}
    settings = load_settings(environment=variable, file=file)
    assert settings.concepts == {"card eaten": ("card eaten",)}


def test_a_keymap_in_a_variable_replaces_the_whole_keymap_of_the_file(file: Path) -> None:
    file.write_text(EVERY)
    line = '"review.done" = "e", clock.pause = "f12"'
    settings = load_settings(environment={"FACILITATOR_KEYMAP": line}, file=file)
    assert settings.keymap == {"review.done": "e", "clock.pause": "f12"}
    assert setting_origin(settings, "keymap.review.done") == "FACILITATOR_KEYMAP"


@pytest.mark.parametrize("value", ["true", "True", True])
def test_a_switch_is_true_or_false(file: Path, value: object) -> None:
    assert load_settings(environment={"FACILITATOR_PRESENTER": str(value)}, file=file).presenter
    file.write_text("presenter = true")
    assert load_settings(environment={}, file=file).presenter
    assert not load_settings(environment={"FACILITATOR_PRESENTER": "false"}, file=file).presenter
    assert "expected true or false, got 1" in refusal(file, "presenter = 1")


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (EVERY, "theme", 5),
        (EVERY, "figures.months", 14),
        (EVERY, "keymap.review.done", 31),
        ("# theme = 1\n\nagenda = {review = 5}", "agenda.review", 3),
        ("agenda.review = 5\r\ntheme = 'x'\r\n", "theme", 2),
        ("[keymap]\nreview.done = 'd'", "keymap.review.done", 2),
    ],
)
def test_a_setting_is_found_on_its_line(file: Path, text: str, path: str, line: int) -> None:
    file.write_bytes(text.encode())
    assert location_in_file(file, path) == f"{file}:{line}"
    assert location_in_file(file, "nowhere") == str(file)


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("/home/mei/team@work:1.db", "/home/mei/team@work:1.db"),
        ("postgresql://mei:hush@db/team", "postgresql://mei:***@db/team"),
        ("postgresql://mei:h/u@s:h@db:5432/team", "postgresql://mei:***@db:5432/team"),
        ("postgresql://mei@db/team", "postgresql://mei@db/team"),
        ("postgresql://db/t?user=mei&password=hush", "postgresql://db/t?user=mei&password=***"),
        ("postgresql://db/t?sslpassword=hush&a=1", "postgresql://db/t?sslpassword=***&a=1"),
    ],
)
def test_a_password_is_masked(database: str, shown: str) -> None:
    assert mask_password(database) == shown


def test_the_orders_of_day_and_month_are_those_that_days_are_read_in(file: Path) -> None:
    assert tuple(DateOrder) == DATE_ORDERS
    assert date_order_named(Settings().date_order) is None
    assert date_order_named("day-first") is DateOrder.DAY_FIRST
    expected = "expected day-first or month-first, got 'iso'"
    assert refusal(file, 'date_order = "iso"').endswith(f":1: date_order: {expected}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a = " + "[" * 100_000, "not readable TOML: nested too deep"),
        ("theme = " + "9" * 5_000, "not TOML: Exceeds the limit"),
        ("x" * 5_000 + " = 1", "no such setting"),
        ('date_order = "' + "x" * 5_000 + '"', "expected day-first or month-first"),
    ],
    ids=["nested", "number", "name", "value"],
)
def test_a_file_that_nobody_means_well_is_refused_in_one_short_line(
    file: Path, content: str, message: str
) -> None:
    line = refusal(file, content)
    assert message in line
    assert len(line) < 600


def test_a_keymap_in_a_variable_may_be_nested_too_deep(file: Path) -> None:
    assert "expected lines such as" in refusal(file, FACILITATOR_KEYMAP="a = " + "[" * 5_000)
