"""The create screen of an issue type: which fields a new ticket has, and which it has to have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facilitator.text import shortened
from facilitator.tracker.errors import NotThere, Refused
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.jira.edition import CLOUD, Edition
from facilitator.tracker.jira.pages import all_items
from facilitator.tracker.jira.shapes import found, identifier, items, words

FILLED_BY_JIRA = ("reporter",)
"""Fields that Jira fills with the account of the token."""


@dataclass(frozen=True, slots=True)
class ScreenField:
    """A field of a create screen.

    Attributes:
        id: Its id, such as `duedate` or `customfield_10010`.
        name: What Jira calls it.
        is_needed: Whether a ticket without it is refused.
        allowed: The names of the values that it takes; empty where Jira lists none.
    """

    id: str
    name: str
    is_needed: bool
    allowed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CreateScreen:
    """The create screen of an issue type in a project.

    Attributes:
        project: The key of the project.
        issue_type: The name of the issue type.
        issue_type_id: Its id.
        fields: The fields by their ids.
    """

    project: str
    issue_type: str
    issue_type_id: str
    fields: Mapping[str, ScreenField]

    def unfilled(self, filled: Sequence[str]) -> list[str]:
        """Return the names of the fields that are needed beside those that are filled."""
        known = (*filled, *FILLED_BY_JIRA)
        return [
            field.name
            for field in self.fields.values()
            if field.is_needed and field.id not in known
        ]


def issue_types(connection: Connection, edition: Edition, project: str) -> dict[str, str]:
    """Return the ids of the issue types that can be made in a project, by their names.

    Raises:
        TrackerError: They could not be read, or there is no such project.
    """
    path = f"{edition.rest}/issue/createmeta/{project}/issuetypes"
    names = ("issueTypes", "values")
    try:
        listed = list(all_items(connection, path, names, {}))
    except NotThere as error:
        listed = _old_types(connection, edition, project, error)
    return {
        words(entry, "name"): identifier(entry, "id")
        for entry in listed
        if found(entry, "subtask") is not True
    }


def read_screen(
    connection: Connection, edition: Edition, project: str, issue_type: str
) -> CreateScreen:
    """Read the create screen of an issue type.

    Raises:
        Refused: The project has no such issue type. The message names those that it has.
        TrackerError: It could not be read, or there is no such project.
    """
    types = issue_types(connection, edition, project)
    name = next((name for name in types if name.casefold() == issue_type.casefold()), "")
    if not name:
        known = shortened(", ".join(types), 200) or "none that this account may make"
        raise Refused(f"{project} has no issue type “{issue_type}”; it has {known}")
    path = f"{edition.rest}/issue/createmeta/{project}/issuetypes/{types[name]}"
    try:
        listed = list(all_items(connection, path, ("fields", "results", "values"), {}))
    except NotThere as error:
        old = _old_types(connection, edition, project, error)
        by_name = {words(entry, "name"): found(entry, "fields") for entry in old}
        fields: dict[str, Any] = by_name.get(name) or {}
        listed = [{"fieldId": field, **entry} for field, entry in fields.items()]
    read = [_field(entry) for entry in listed]
    return CreateScreen(project, name, types[name], {field.id: field for field in read})


def _old_types(
    connection: Connection, edition: Edition, project: str, error: NotThere
) -> list[Any]:
    """Return the issue types with their fields as servers before version 8.4 have them.

    Raises:
        NotThere: There is no such project. Where this Jira is a newer one, its words are those of
            the error with which it has answered in the newer way.
    """
    if edition is CLOUD:
        raise error
    query = {"projectKeys": project, "expand": "projects.issuetypes.fields"}
    try:
        answer = connection.get(f"{edition.rest}/issue/createmeta", query)
    except NotThere:
        raise error from None
    projects = [entry for entry in items(answer, "projects") if words(entry, "key") == project]
    if not projects:
        raise NotThere(f"Jira has no project {project} in which this account may make tickets")
    return items(projects[0], "issuetypes")


def _field(entry: Any) -> ScreenField:
    field = words(entry, "fieldId") or words(entry, "key")
    is_needed = found(entry, "required") is True and found(entry, "hasDefaultValue") is not True
    allowed = [words(value, "name") for value in items(entry, "allowedValues")]
    return ScreenField(field, words(entry, "name") or field, is_needed, list(filter(None, allowed)))
