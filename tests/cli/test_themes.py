"""The command `themes`: what rises and what was named, as a table and as JSON."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from db.store import Store
from tests.cli.conftest import TODAY, Run

TEXTS = (
    "The TLS certificate of the gateway had expired overnight.",
    "Nobody renewed the wildcard cert, so it expired on Sunday.",
    "An expired SSL certificate on the load balancer broke every handshake.",
    "The client certificate was past its expiry date.",
    "The certificate expired; cert-manager did not renew it.",
    "Certificate expired: the intermediate CA was valid until midnight.",
)
KEYS = {
    *("theme", "incidents", "recent", "before", "of_recent", "of_before", "kind", "found_as"),
    *("issue", "owner", "decided_on"),
}


@pytest.fixture
def risen(team: Path) -> Path:
    """A team that had six incidents of the same kind within the last weeks."""
    store = Store.open(team, who="ana")
    for number, text in enumerate(TEXTS, 60):
        day = TODAY - timedelta(days=number - 58)
        store.incidents.create("edge", "handshakes fail", day, number).result()
        incident = store.incidents.get(number).result()
        store.incidents.write(incident.id, "root_cause", "", text).result()
    store.close()
    return team


def test_what_rises_stands_before_what_was_named(run: Run, risen: Path) -> None:
    done = run("themes", "--json", "--database", str(risen))
    assert done.returncode == 0, done.stderr
    themes = json.loads(done.stdout)
    assert all(set(theme) == KEYS for theme in themes)
    first = themes[0]
    assert (first["theme"], first["kind"], first["found_as"]) == (
        "certificate expired",
        "found",
        "concept",
    )
    assert first["incidents"] == [60, 61, 62, 63, 64, 65]
    assert (first["recent"], first["before"]) == (6, 0)
    named = {theme["theme"]: theme for theme in themes if theme["kind"] == "named"}
    assert named["no client-side retry budget"]["owner"] == "Kofi"
    assert named["alerts fire after customers notice"]["issue"] is None


def test_a_hidden_theme_is_not_listed(run: Run, risen: Path) -> None:
    store = Store.open(risen, who="ana")
    store.found_terms.hide("concept:certificate expired").result()
    store.close()
    done = run("themes", "--json", "--database", str(risen))
    assert [theme for theme in json.loads(done.stdout) if theme["kind"] == "found"] == []


def test_the_table_names_each_theme_with_its_counts(run: Run, risen: Path) -> None:
    lines = run("themes", "--database", str(risen)).stdout.splitlines()
    assert lines[0].split() == ["theme", "kind", "recent", "before", "incidents"]
    assert lines[1].startswith("certificate expired")
    assert "kind of failure" in lines[1]
    assert "6 of " in lines[1]
    assert "#60 #61 #62" in lines[1]


def test_an_empty_database_has_no_themes(run: Run, tmp_path: Path) -> None:
    database = str(tmp_path / "empty.db")
    Store.open(database, who="ana").close()
    assert json.loads(run("themes", "--json", "--database", database).stdout) == []
    assert run("themes", "--database", database).stdout == "nothing found\n"
