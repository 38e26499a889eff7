"""A small Jira Cloud that keeps what it is told, and refuses what Jira refuses.

What it receives and answers is held to Atlassian's own document at the end of each test.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.tracker.loopback import LoopbackServer, Reply, Request

TOKEN = "ATATT3xFfGF0-the-token-itself"
USER = "ana@example.com"
SPRINT_FIELD = "customfield_10020"
CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "Odd": "undefined"}
PEOPLE = {"Priya Raman": "5b10a-priya", "Ben Ito": "5b10a-ben", "Ben Okri": "5b10a-okri"}


@dataclass
class Field:
    """A field of the create screen."""

    name: str
    required: bool = False
    has_default: bool = False
    allowed: list[str] = field(default_factory=list)
    custom: str = ""


@dataclass
class Issue:
    key: str
    fields: dict[str, Any]
    status: str = "To Do"
    sprints: list[int] = field(default_factory=list)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_hidden: bool = False
    old_key: str = ""


@dataclass
class Sprint:
    id: int
    name: str
    state: str
    board: int | None = 1
    starts: str = ""


class FakeCloud:
    """A site of Jira Cloud.

    Attributes:
        server: Its socket, with what a test puts in the place of its answers.
        issues: The tickets.
        priorities: The names of its priorities.
        screen: The fields of the create screen of the issue type *Task*.
        sprints: The sprints of all boards, in Jira's order.
        board_types: The type of each board.
        search_lag: How many searches do not see any ticket yet.
        page: How many items of a list a page holds.
        closes_before_move: Whether the first future sprint is closed just before the next move.
        bulk_errors: The keys of which a bulk fetch says that it could not say anything.
    """

    def __init__(self) -> None:
        self.issues: dict[str, Issue] = {}
        self.priorities = ["Highest", "High", "Medium", "Low"]
        self.screen = {
            "summary": Field("Summary", required=True),
            "issuetype": Field("Issue Type", required=True),
            "project": Field("Project", required=True),
            "reporter": Field("Reporter", required=True),
            "description": Field("Description"),
            "labels": Field("Labels"),
            "assignee": Field("Assignee"),
            "duedate": Field("Due date"),
            "priority": Field("Priority", True, True, self.priorities),
            SPRINT_FIELD: Field("Sprint", custom="com.pyxis.greenhopper.jira:gh-sprint"),
        }
        self.sprints = [Sprint(7, "OPS 7", "active"), Sprint(8, "OPS 8", "future")]
        self.board_types = {1: "scrum"}
        self.search_lag = 0
        self.page = 50
        self.closes_before_move = False
        self.bulk_errors: set[str] = set()
        self.server = LoopbackServer(self.answer)

    def add(self, key: str, status: str = "To Do", sprints: list[int] | None = None) -> Issue:
        """Add a ticket that somebody else has made."""
        self.issues[key] = Issue(key, {"summary": key, "labels": []}, status, sprints or [])
        return self.issues[key]

    def answer(self, request: Request) -> Reply:
        basic = b64encode(f"{USER}:{TOKEN}".encode()).decode()
        accepted = (f"Basic {basic}", f"Bearer {TOKEN}")
        authorization = request.headers.get("Authorization")
        is_public = authorization is None and request.path.endswith("/serverInfo")
        if authorization not in accepted and not is_public:
            return Reply(401, {"errorMessages": ["You are not authenticated."], "errors": {}})
        for method, pattern, handler in self._routes():
            match = re.fullmatch(pattern, request.path)
            if match and request.method == method:
                return handler(request, *match.groups())
        return _error(404, "null for uri")

    def _routes(self) -> list[tuple[str, str, Callable[..., Reply]]]:
        rest, agile = "/rest/api/3", "/rest/agile/1.0"
        return [
            ("GET", f"{rest}/serverInfo", self._server_info),
            ("GET", f"{rest}/myself", self._myself),
            ("GET", f"{rest}/priority", self._priorities),
            ("GET", f"{rest}/project/(.+)", self._project),
            ("GET", f"{rest}/issue/createmeta/(.+)/issuetypes", self._issue_types),
            ("GET", f"{rest}/issue/createmeta/(.+)/issuetypes/(.+)", self._screen_fields),
            ("POST", f"{rest}/issue", self._create),
            ("GET", f"{rest}/user/assignable/search", self._assignable),
            ("POST", f"{rest}/search/jql", self._search),
            ("POST", f"{rest}/issue/bulkfetch", self._bulk_fetch),
            ("GET", f"{rest}/issue/([^/]+)", self._issue),
            ("POST", f"{rest}/issue/([^/]+)/remotelink", self._remote_link),
            ("GET", f"{agile}/board", self._boards),
            ("GET", f"{agile}/board/([0-9]+)", self._board),
            ("GET", f"{agile}/board/([0-9]+)/sprint", self._board_sprints),
            ("POST", f"{agile}/sprint", self._create_sprint),
            ("POST", f"{agile}/sprint/([0-9]+)/issue", self._move),
        ]

    def _server_info(self, _: Request) -> Reply:
        info = {"baseUrl": self.server.url, "version": "1001.0.0-SNAPSHOT", "buildNumber": 100}
        return Reply(200, {**info, "deploymentType": "Cloud", "serverTitle": "Ops at Example"})

    def _myself(self, _: Request) -> Reply:
        return Reply(200, _person("Ana Silva", "5b10a-ana"))

    def _priorities(self, _: Request) -> Reply:
        return Reply(200, [{"id": name, "name": name} for name in self.priorities])

    def _project(self, _: Request, project: str) -> Reply:
        if project != "OPS":
            return _error(404, f"No project could be found with key '{project}'.")
        return Reply(200, {"id": "10000", "key": project, "name": "Operations"})

    def _issue_types(self, request: Request, project: str) -> Reply:
        if project != "OPS":
            return _error(404, f"No project could be found with key '{project}'.")
        types = [("10001", "Sub-task", True), ("10002", "Bug", False), ("10003", "Task", False)]
        listed = [{"id": id_, "name": name, "subtask": sub} for id_, name, sub in types]
        return self._paged(request, listed, "issueTypes")

    def _screen_fields(self, request: Request, _project: str, _issue_type: str) -> Reply:
        listed = [
            {
                "fieldId": id_,
                "key": id_,
                "name": field.name,
                "operations": ["set"],
                "required": field.required,
                "hasDefaultValue": field.has_default,
                "schema": _schema(field),
                **({"allowedValues": _named(field.allowed)} if field.allowed else {}),
            }
            for id_, field in self.screen.items()
        ]
        return self._paged(request, listed, "fields")

    def _create(self, request: Request) -> Reply:
        fields = request.value["fields"]
        errors = {
            id_: f"Field '{id_}' cannot be set. It is not on the appropriate screen, or unknown."
            for id_ in fields
            if id_ not in self.screen
        }
        for id_, known in self.screen.items():
            is_given = id_ in fields or known.has_default or id_ == "reporter"
            if known.required and not is_given:
                errors[id_] = f"{known.name} is required."
        errors.update(_value_errors(fields, self.priorities))
        if errors:
            return Reply(400, {"errorMessages": [], "errors": errors})
        key = f"OPS-{len(self.issues) + 1}"
        self.issues[key] = Issue(key, fields)
        return Reply(201, {"id": str(10_000 + len(self.issues)), "key": key, "self": key})

    def _assignable(self, request: Request) -> Reply:
        asked = request.query["query"].casefold()
        found = [name for name in PEOPLE if asked in name.casefold()]
        return Reply(200, [_person(name, PEOPLE[name]) for name in found])

    def _search(self, request: Request) -> Reply:
        label = re.search(r'labels = "([^"]+)"', request.value["jql"])
        assert label
        found = [key for key, issue in self.issues.items() if label[1] in issue.fields["labels"]]
        if self.search_lag:
            self.search_lag -= 1
            found = []
        if "nextPageToken" not in request.value:
            # Jira may hand out an empty page before the one with what it has found.
            return Reply(200, {"issues": [], "isLast": False, "nextPageToken": "second"})
        listed = [self._json(self.issues[key], ["summary"]) for key in found]
        return Reply(200, {"issues": listed, "isLast": True})

    def _bulk_fetch(self, request: Request) -> Reply:
        asked = request.value["issueIdsOrKeys"]
        if len(asked) > 100:
            return _error(400, "The maximum number of issues is 100.")
        shown = [self._visible(key) for key in asked if key not in self.bulk_errors]
        has_schema = "schema" in request.value.get("expand", [])
        listed = [
            self._json(issue, request.value["fields"], has_schema) for issue in shown if issue
        ]
        errors = [
            {"id": key, "errorMessage": "try again"} for key in asked if key in self.bulk_errors
        ]
        return Reply(200, {"issues": listed, "issueErrors": errors})

    def _issue(self, request: Request, key: str) -> Reply:
        issue = self._visible(key)
        if issue is None:
            return _error(404, "Issue does not exist or you do not have permission to see it.")
        has_schema = "schema" in request.query.get("expand", "")
        return Reply(200, self._json(issue, request.query["fields"].split(","), has_schema))

    def _remote_link(self, request: Request, key: str) -> Reply:
        link = request.value
        issue = self._visible(key)
        if issue is None:
            return _error(404, "Issue does not exist or you do not have permission to see it.")
        is_new = link["globalId"] not in issue.links
        issue.links[link["globalId"]] = link["object"]
        return Reply(201 if is_new else 200, {"id": 10_000, "self": "self"})

    def _boards(self, request: Request) -> Reply:
        return self._paged(
            request, [_board(*board) for board in self.board_types.items()], "values"
        )

    def _board(self, _: Request, board: str) -> Reply:
        if int(board) not in self.board_types:
            return _error(404, "Requested board cannot be viewed: it does not exist or is hidden.")
        return Reply(200, _board(int(board), self.board_types[int(board)]))

    def _board_sprints(self, request: Request, board: str) -> Reply:
        if self.board_types[int(board)] == "kanban":
            return _error(400, "The board does not support sprints")
        listed = [
            _sprint(sprint) for sprint in self.sprints if sprint.state == request.query["state"]
        ]
        return self._paged(request, listed, "values")

    def _create_sprint(self, request: Request) -> Reply:
        asked = request.value
        self.sprints.append(Sprint(99, asked["name"], "future", asked["originBoardId"]))
        return Reply(201, _sprint(self.sprints[-1]))

    def _move(self, request: Request, sprint_id: str) -> Reply:
        sprint = next(sprint for sprint in self.sprints if sprint.id == int(sprint_id))
        if self.closes_before_move:
            self.closes_before_move = False
            sprint.state = "closed"
        if len(request.value["issues"]) > 50:
            return _error(400, "The maximum number of issues that can be moved is 50.")
        if sprint.state == "closed":
            return _error(400, "Cannot add issues to a sprint that is completed.")
        moved = [self._visible(key) for key in request.value["issues"]]
        if None in moved:
            return _error(400, "Issue does not exist or you do not have permission to see it.")
        for issue in filter(None, moved):
            issue.sprints.append(sprint.id)
        return Reply(204)

    def _visible(self, key: str) -> Issue | None:
        for issue in self.issues.values():
            if key in (issue.key, issue.old_key) and not issue.is_hidden:
                return issue
        return None

    def _paged(self, request: Request, listed: list[Any], name: str) -> Reply:
        start = int(request.query.get("startAt", 0))
        part = listed[start : start + self.page]
        place = {"startAt": start, "maxResults": self.page, "total": len(listed)}
        last = {"isLast": start + len(part) >= len(listed)} if name == "values" else {}
        return Reply(200, {**place, **last, name: part})

    def _json(self, issue: Issue, asked: list[str], has_schema: bool = False) -> dict[str, Any]:
        sprints = [_sprint(sprint) for sprint in self.sprints if sprint.id in issue.sprints]
        category = CATEGORIES[issue.status]
        status = {"name": issue.status, "id": "1", "statusCategory": {"id": 2, "key": category}}
        fields = {**issue.fields, "status": status, SPRINT_FIELD: sprints or None}
        if "*navigable" not in asked:
            fields = {name: value for name, value in fields.items() if name in asked}
        kinds = {id_: _schema(field) for id_, field in self.screen.items()}
        schema = {"schema": kinds} if has_schema else {}
        return {"id": "10001", "key": issue.key, "fields": fields, **schema}


def _value_errors(fields: dict[str, Any], priorities: list[str]) -> dict[str, str]:
    errors = {}
    summary = fields.get("summary", "")
    if "\n" in summary:
        errors["summary"] = "The summary is invalid because it contains newline characters."
    if len(summary.encode("utf-16-le")) // 2 > 255:
        errors["summary"] = "Summary must be less than 255 characters."
    if "description" in fields and not isinstance(fields["description"], dict):
        errors["description"] = "Operation value must be an Atlassian Document"
    if fields.get("priority", {"name": priorities[0]})["name"] not in priorities:
        errors["priority"] = "The priority selected is invalid."
    for label in fields.get("labels", []):
        if " " in label:
            errors["labels"] = f"The label '{label}' contains spaces which is invalid."
    try:
        date.fromisoformat(fields.get("duedate", "2026-01-01"))
    except ValueError:
        errors["duedate"] = "Error parsing date string"
    return errors


def _schema(field: Field) -> dict[str, Any]:
    return {"type": "array", "custom": field.custom} if field.custom else {"type": "string"}


def _named(names: list[str]) -> list[dict[str, str]]:
    return [{"id": str(number), "name": name} for number, name in enumerate(names, 1)]


def _person(name: str, account: str) -> dict[str, Any]:
    return {"accountId": account, "accountType": "atlassian", "active": True, "displayName": name}


def _board(number: int, kind: str) -> dict[str, Any]:
    return {"id": number, "name": f"Board {number}", "type": kind}


def _sprint(sprint: Sprint) -> dict[str, Any]:
    origin = {} if sprint.board is None else {"originBoardId": sprint.board}
    dates = {"startDate": sprint.starts} if sprint.starts else {}
    return {"id": sprint.id, "name": sprint.name, "state": sprint.state, **origin, **dates}


def _error(status: int, words: str) -> Reply:
    return Reply(status, {"errorMessages": [words], "errors": {}})
