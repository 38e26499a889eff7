"""Atlassian's own documents: the OpenAPI document of Jira Cloud, and the schema of descriptions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

FOLDER = Path(__file__).parents[3] / "shared" / "jira"
"""Where the documents are, if they are here."""
HOST = "https://your-domain.atlassian.net"
"""The server that the document names."""


@dataclass(frozen=True)
class Exchange:
    """A request that a fake has received, and what it answered."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    status: int
    answer: bytes
    answer_type: str

    @property
    def call(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def sent(self) -> Any:
        return json.loads(self.body)


@cache
def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def _cloud() -> OpenAPI:
    return OpenAPI.from_dict(_read("jira-cloud.subset.openapi.json"))


@cache
def description_schema() -> Draft4Validator:
    return Draft4Validator(_read("adf-schema-v1.full.json"))


def check_exchange(exchange: Exchange) -> None:
    """Hold a request to the document, and the answer where the document knows its status."""
    operation = _operation(exchange)
    known = {parameter["name"] for parameter in operation.get("parameters", [])}
    assert set(exchange.query) <= known, exchange.call
    headers = exchange.headers
    if "This operation can be accessed anonymously." in operation["description"]:
        # So its text says, while its list of log-ins does not leave out any.
        headers = {"Authorization": "Basic nobody"} | headers
    request = MockRequest(
        HOST,
        exchange.method,
        exchange.path,
        args=exchange.query,
        headers=headers,
        data=exchange.body or None,
    )
    _cloud().validate_request(request)
    documented = operation["responses"].get(str(exchange.status))
    if documented is not None and "content" in documented:
        answer = MockResponse(exchange.answer, exchange.status, content_type=exchange.answer_type)
        _cloud().validate_response(request, answer)


def _operation(exchange: Exchange) -> Any:
    """The operation of the document that a request is for."""
    steps = exchange.path.split("/")
    for pattern, methods in _read("jira-cloud.subset.openapi.json")["paths"].items():
        parts = pattern.split("/")
        is_same = len(parts) == len(steps) and all(
            part == step or part.startswith("{") for part, step in zip(parts, steps, strict=True)
        )
        if is_same and exchange.method.lower() in methods:
            return methods[exchange.method.lower()]
    raise AssertionError(f"{exchange.call} is not in the document")
