"""The output of the commands that list things, for people and for scripts."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("team")
INCIDENT = {
    "number": int,
    "service": str,
    "symptom": str,
    "date": str,
    "severity": str,
    "status": str,
    "impact": dict,
    "timeline": list,
    "root_cause": str,
    "cause": str,
    "factors": list,
    "went_well": list,
    "went_wrong": list,
    "action_items": list,
    "lessons_learned": str,
    "themes": list,
    "parked": list,
}
TIME_TO = ["detect", "acknowledge", "diagnose", "fix", "recover", "verify"]


def test_incidents_as_json_are_complete_and_newest_first(run: Run) -> None:
    done = run("incidents", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [incident["number"] for incident in found] == [*range(45, 21, -1)]
    for incident in found:
        types = {name: type(incident[name]) for name in INCIDENT if incident[name] is not None}
        assert types.items() <= INCIDENT.items()
        # Other keys follow, where there is something for them to say.
        assert list(incident)[: len(INCIDENT)] == list(INCIDENT)


def test_incidents_are_listed_as_a_table(run: Run) -> None:
    lines = run("incidents").stdout.splitlines()
    assert len(lines) == 25
    assert lines[0].split() == [
        *("number", "id", "date", "severity", "service", "symptom", "status", "open", "actions")
    ]
    assert lines[1].startswith("#45")


def test_a_search_covers_the_whole_post_mortem(run: Run) -> None:
    found = json.loads(run("incidents", "--json", "--search", "ADD CIRCUIT BREAKER").stdout)
    assert 42 in [incident["number"] for incident in found]
    assert len(found) < 5
    nothing = run("incidents", "--search", "no such words")
    assert (nothing.returncode, nothing.stdout) == (0, "nothing found\n")
    assert run("incidents", "--search", "no such words", "--json").stdout == "[]\n"


def test_one_incident_is_shown_as_json_or_markdown(run: Run) -> None:
    plain = json.loads(run("show", "42", "--json").stdout)
    assert list(plain)[: len(INCIDENT)] == list(INCIDENT)
    assert plain["number"] == 42
    assert plain["timeline"][0]["at"].endswith("Z")
    document = run("show", "42").stdout
    assert document.startswith(
        f"# Incident: {plain['service']} {plain['symptom']} on {plain['date']}"
    )
    assert "\n## Lessons Learned\n" in document


def test_only_open_actions_are_listed_unless_all_are_requested(run: Run) -> None:
    still_open = json.loads(run("actions", "--json").stdout)
    everything = json.loads(run("actions", "--all", "--json").stdout)
    assert {item["status"] for item in still_open} == {"open", "in_progress"}
    assert {item["status"] for item in everything} > {"done", "dropped"}
    (canary,) = [item for item in still_open if item["action"] == "Add canary deploys"]
    assert list(canary) == [
        "incident",
        "slot",
        "action",
        "owner",
        "priority",
        "due",
        "first_due",
        "status",
        "note",
        "ticket",
        "created_at",
        "closed_at",
        "reviews",
        "overdue_days",
        "carried",
    ]
    assert (canary["incident"], canary["owner"], canary["carried"]) == (43, "Priya", 3)
    assert type(canary["overdue_days"]) is int
    items_of_priya = json.loads(run("actions", "--owner", "priya", "--json").stdout)
    assert items_of_priya == [item for item in still_open if item["owner"] == "Priya"]
    table = run("actions").stdout
    assert "IN PROGRESS (blocked on CI)" in table
    assert len(table.splitlines()) == len(still_open) + 1


def test_the_figures_are_written_as_json(run: Run) -> None:
    done = run("metrics", "--json", "--as-of", "2026-11-24")
    found = json.loads(done.stdout)
    assert list(found) == [
        "window",
        "repeat_incident_rate",
        "completion",
        "on_time",
        "reviewed_in_time",
        "time_to",
        "open_actions",
        "overdue",
        "repeats",
        "by_month",
        "incidents",
        "verdicts",
        "recurrence",
        "open_age",
        "checks",
        "prevention",
        "coverage",
        "systemic_issues",
        "by_quarter",
        "by_severity",
        "by_service",
        "by_trigger",
        "by_weekday",
        "by_hour",
    ]
    assert found["window"] == {"from": "2026-05-25", "to": "2026-11-24", "months": 6}
    assert found["repeat_incident_rate"] == {
        "n": 1,
        "of": 7,
        "rate": 0.1429,
        "unclassified": 1,
        "preventable": found["repeat_incident_rate"]["preventable"],
    }
    assert found["completion"] == {
        "n": 13,
        "of": 19,
        "rate": 0.6842,
        "dropped": found["completion"]["dropped"],
    }
    for name in ("on_time", "reviewed_in_time"):
        assert list(found[name]) == ["n", "of", "rate"]
    assert list(found["time_to"]) == TIME_TO
    for spread in found["time_to"].values():
        assert list(spread) == ["n", "mean_minutes", "median_minutes", "negative"]
    assert [month["month"] for month in found["by_month"]] == [f"2026-{n:02}" for n in range(6, 12)]
    assert list(found["by_month"][0]) == [
        "month",
        "incidents",
        "repeat_incident_rate",
        "completion",
    ]


def test_the_window_of_the_figures_can_be_chosen(run: Run) -> None:
    found = json.loads(run("metrics", "--json", "--as-of", "2000-06-30", "--months", "2").stdout)
    assert found["window"] == {"from": "2000-05-01", "to": "2000-06-30", "months": 2}
    assert found["repeat_incident_rate"]["rate"] is None
    assert found["time_to"]["fix"] == {
        "n": 0,
        "mean_minutes": None,
        "median_minutes": None,
        "negative": 0,
    }
    assert len(found["by_month"]) == 2


def test_every_repeat_has_its_verdict(run: Run) -> None:
    found = json.loads(run("metrics", "--json", "--as-of", "2026-11-24", "--months", "24").stdout)
    assert len(found["repeats"]) == found["repeat_incident_rate"]["n"] > 3
    for repeat in found["repeats"]:
        assert list(repeat) == ["number", "cause", "earlier", "verdict", "days"]
        assert repeat["earlier"] < repeat["number"]
    assert list(found["verdicts"]) == ["no_action", "open", "dropped", "done"]
    for verdict, count in found["verdicts"].items():
        assert [repeat["verdict"] for repeat in found["repeats"]].count(verdict) == count
    recurrence = found["recurrence"]
    assert recurrence["quick"] + recurrence["late"] == len(found["repeats"])
    assert recurrence["quick_days"] == 30
    table = run("metrics", "--as-of", "2026-11-24").stdout
    assert "why they came back" in table
    assert "of 1 repeat: 1 open" in table


def test_the_figures_of_a_quarter_are_those_of_its_days(run: Run) -> None:
    quarter = json.loads(run("metrics", "--json", "--quarter", "2026Q2").stdout)
    days = json.loads(
        run("metrics", "--json", "--from", "2026-04-01", "--as-of", "2026-06-30").stdout
    )
    assert quarter["window"] == {"from": "2026-04-01", "to": "2026-06-30", "months": 3}
    assert days["window"] == {"from": "2026-04-01", "to": "2026-06-30", "months": None}
    assert quarter["incidents"] == sum(month["incidents"] for month in quarter["by_month"]) > 0
    assert quarter["by_quarter"][-1]["repeat_incident_rate"] == quarter["repeat_incident_rate"]
    assert quarter["by_quarter"][0]["quarter"] == "2024Q3"
    del quarter["window"], days["window"]
    assert quarter == days


@pytest.mark.parametrize(
    "options",
    [
        ("--quarter", "2026Q2", "--months", "3"),
        ("--quarter", "2026Q2", "--as-of", "2026-06-30"),
        ("--from", "2026-06-01", "--months", "3"),
    ],
)
def test_a_window_is_given_in_one_way(run: Run, options: tuple[str, ...]) -> None:
    done = run("metrics", *options)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_last_day_of_the_window_is_typed_like_any_other_day(run: Run) -> None:
    by_words = json.loads(run("metrics", "--json", "--as-of", "30 June").stdout)["window"]["to"]
    assert by_words.endswith("-06-30")
    yesterday = json.loads(run("metrics", "--json", "--as-of", "yesterday").stdout)
    today = json.loads(run("metrics", "--json").stdout)
    assert yesterday["window"]["to"] < today["window"]["to"]


def test_the_figures_are_written_as_a_table(run: Run) -> None:
    table = run("metrics", "--as-of", "2026-11-24").stdout
    assert "repeat incident rate  14% (1/7)" in table
    assert "1 not classified" in table
    assert "completion            68% (13/19)" in table


def test_a_day_ends_in_the_team_s_time_zone(run: Run) -> None:
    ahead, behind = (
        json.loads(run("metrics", "--json", FACILITATOR_TEAM_TIMEZONE=zone).stdout)["window"]["to"]
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    )
    assert ahead > behind


def test_a_wide_table_is_not_cut_in_a_pipe(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wide.json"
    plain = {"number": 7, "service": "s" * 200, "symptom": "y" * 200, "date": "2026-03-14"}
    path.write_text(json.dumps(plain))
    assert run("import", str(path)).returncode == 0
    assert f"{'s' * 200}  {'y' * 200}" in run("incidents").stdout
