"""The catalogue of causes on the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from db.store import Store
from db.vocabulary import CauseCategory
from tests.cli.conftest import Run


def test_the_causes_of_most_incidents_come_first(run: Run, empty: Path) -> None:
    store = Store.open(empty)
    for number, cause in enumerate(("full disk", "retry storm", "retry storm", "bad deploy"), 1):
        created = store.incidents.create("checkout", "5xx", date(2026, 3, number), number).result()
        store.incidents.set_cause(created.id, cause).result()
    retry = next(one for one in store.causes.all().result() if one.name == "retry storm")
    store.causes.edit(retry, retry.name, CauseCategory.LOAD_SPIKE).result()
    store.close()
    assert json.loads(run("causes", "--json").stdout) == [
        {"cause": "retry storm", "category": "load-spike", "incidents": [2, 3]},
        {"cause": "bad deploy", "category": None, "incidents": [4]},
        {"cause": "full disk", "category": None, "incidents": [1]},
    ]
    first, *_ = run("causes").stdout.splitlines()[1:]
    assert first.split("  ")[0] == "retry storm"
    assert first.endswith("#3 #2")


@pytest.mark.usefixtures("empty")
def test_an_empty_catalogue_is_an_empty_list(run: Run) -> None:
    assert run("causes", "--json").stdout == "[]\n"
    assert run("causes").stdout == "nothing found\n"
