"""The command `similar`, and that an imported collection is ranked as the bench ranks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.similar import Case, cases
from tests.cli.conftest import Run
from tests.convert_postmortems import convert
from tests.unit.test_team_incidents import SOURCES

KEYS = ["number", "score", "band", "because", "cause", "open_actions"]


@pytest.mark.usefixtures("team")
def test_json_has_the_ten_best_earlier_incidents_best_first(run: Run) -> None:
    found = json.loads(run("similar", "45", "--json").stdout)
    assert [list(entry) for entry in found] == [KEYS] * 10
    assert found[0]["number"] == 22
    assert found[0]["cause"] == "retry storm"
    assert "retry storm" in found[0]["because"]
    assert found[0]["band"] in ("likely", "possible")
    assert found[-1]["band"] == "weak"
    scores = [entry["score"] for entry in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(entry["number"] < 45 for entry in found)


@pytest.mark.usefixtures("team")
def test_any_text_is_compared_with_all_incidents(run: Run) -> None:
    found = json.loads(run("similar", "the certificate of the login expired", "--json").stdout)
    assert {found[0]["number"], found[1]["number"]} == {23, 29}
    assert found[0]["because"][0] == "certificate expired"


@pytest.mark.usefixtures("team")
def test_the_table_says_why(run: Run) -> None:
    lines = run(
        "similar", "retries of the worker multiply the queue, no backoff"
    ).stdout.splitlines()
    assert lines[0].split() == ["number", "score", "band", "incident"]
    (row,) = (index for index, line in enumerate(lines) if line.startswith("#44 "))
    assert "because: " in lines[row + 1]
    assert "retry storm" in lines[row + 1]


@pytest.mark.usefixtures("team")
def test_of_what_is_likely_the_table_says_what_became_of_it(run: Run) -> None:
    first, *others = " ".join(run("similar", "45").stdout.split()).split("#")[1:]
    assert first.startswith("22 0.")
    assert "cause: retry storm done: Cap retries in the web client" in first
    assert "dropped: Load-test replicas" in first
    assert "(no test environment with data of that size)" in first
    assert "done: " not in others[-1]


@pytest.mark.usefixtures("team")
def test_the_first_incident_has_no_earlier_one(run: Run) -> None:
    assert run("similar", "22", "--json").stdout == "[]\n"
    assert run("similar", "22").stdout == "nothing found\n"


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("compared", "message"),
    [
        ("999", "there is no incident #999"),
        ("9" * 300, "there is no incident #9999"),
        ("", "there are no words to compare in that text"),
        ("the of and", "there are no words to compare in that text"),
    ],
)
def test_what_can_not_be_compared_is_said_in_one_line(
    run: Run, compared: str, message: str
) -> None:
    done = run("similar", compared, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("team")
def test_the_second_run_finds_the_terms_that_the_first_has_kept(run: Run) -> None:
    assert run("similar", "45").stdout == run("similar", "45").stdout


@pytest.mark.usefixtures("team")
def test_a_team_names_kinds_of_failure_of_its_own(run: Run, tmp_path: Path) -> None:
    concepts = '"mobile push" = ["push campaign", "campaign visits"]'
    found = json.loads(
        run("similar", "a push campaign", "--json", FACILITATOR_CONCEPTS=concepts).stdout
    )
    assert found[0]["because"][0] == "mobile push"
    refused = run("similar", "45", FACILITATOR_CONCEPTS='"x" = ["a||b"]')
    assert refused.returncode == 1
    assert "FACILITATOR_CONCEPTS: 'a||b': expected words" in refused.stderr


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.stem))
def test_an_imported_collection_is_ranked_as_the_bench_ranks_it(
    run: Run, tmp_path: Path, source: Path
) -> None:
    lines = source.read_text(encoding="utf-8").splitlines()
    org = json.loads(lines[0])["org"]
    of_org = "\n".join(line for line in lines if json.loads(line)["org"] == org)
    file = tmp_path / "collected.json"
    file.write_text(json.dumps(convert(of_org)), encoding="utf-8")
    assert run("import", str(file)).returncode == 0
    for case in cases(of_org)[-4:]:
        done = run("similar", str(case.incident.number), "--json")
        assert json.loads(done.stdout) == expected(case)


def expected(case: Case) -> list[dict[str, object]]:
    """What the command prints of a case."""
    return [
        {
            "number": similar.incident.number,
            "score": round(similar.score, 4),
            "band": similar.band,
            "because": list(similar.because),
            "cause": None if similar.incident.cause is None else similar.incident.cause.name,
            "open_actions": similar.incident.open_actions,
        }
        for similar in case.similar
    ]
