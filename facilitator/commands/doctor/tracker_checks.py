"""Checks of the tracker of tickets: token, log-in, project, fields and board."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from facilitator.commands.doctor.finding import Finding, ok, problem, warning
from facilitator.config.settings import Settings
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.tracker import errors
from facilitator.tracker.token import Token, TokenError, read_token

if TYPE_CHECKING:
    from facilitator.tracker.jira.tracker import JiraTracker

LONGEST = 20.0
"""After so many seconds nothing more is asked; what is asked by then has its own, shorter limit."""
SET_UP = "`facilitator login` sets it up"
Step = Callable[["JiraTracker", TrackerSettings], Iterator[Finding]]


def check_tracker(settings: Settings) -> Iterator[Finding]:
    """Yield how the tracker of tickets is set up, and whether it works."""
    tracker = settings.tracker
    if not tracker.is_set_up:
        yield ok("tracker", "none is set up; the keys of tickets are typed")
        return
    missing = [name for name in ("url", "project") if not getattr(tracker, name)]
    if missing:
        yield problem("tracker", f"tracker.{missing[0]} is not set, which Jira needs", SET_UP)
        return
    try:
        found = read_token(tracker.api)
    except TokenError as error:
        yield problem("token", str(error), "`facilitator login` takes a new one")
        return
    for text in found.warnings:
        yield warning("keyring", text, "unlock it; until then the token is looked for in its file")
    if found.token is None:
        yield problem("token", f"there is none for {tracker.api}", "`facilitator login` takes one")
        return
    yield ok("token", f"found in {found.source}")
    yield from _check_jira(tracker, found.token)


def _check_jira(tracker: TrackerSettings, token: Token) -> Iterator[Finding]:
    """Yield what Jira says, until the first step that fails or the end of the time."""
    from facilitator.tracker.jira.connection import Patience
    from facilitator.tracker.set_up import asking

    ends = monotonic() + LONGEST
    name = "tracker"
    try:
        with asking(tracker, token, Patience(connect=3, read=5, whole=8)) as jira:
            for name, step in STEPS.items():
                if monotonic() > ends:
                    text = f"not checked, since {tracker.api} takes long to answer"
                    yield warning(name, text, "check again later")
                    return
                yield from step(jira, tracker)
    except errors.TrackerError as error:
        yield problem(name, str(error), _advice(error))


def _check_login(jira: JiraTracker, _: TrackerSettings) -> Iterator[Finding]:
    from facilitator.tracker.set_up import described

    reachable = jira.check()
    yield ok("tracker", described(reachable))
    for text in reachable.warnings:
        yield warning("tracker", text, "set tracker.url to its https address")


def _check_project(jira: JiraTracker, tracker: TrackerSettings) -> Iterator[Finding]:
    yield ok("project", f"{tracker.project} is “{jira.project_name()}”")


def _check_fields(jira: JiraTracker, tracker: TrackerSettings) -> Iterator[Finding]:
    left_out = jira.check_screen()
    if left_out:
        advice = "correct it in Jira or in the settings; until then the description says it"
        yield warning("fields", "; ".join(left_out), advice)
    else:
        yield ok("fields", f"a {tracker.issue_type} takes all that a ticket is given")


def _check_board(jira: JiraTracker, tracker: TrackerSettings) -> Iterator[Finding]:
    from facilitator.tracker.set_up import find_sprint

    if tracker.board is None:
        text = "none is chosen, so no ticket gets into a next sprint"
        yield warning("board", text, "`facilitator login` chooses one")
        return
    sprint, why_not = find_sprint(jira)
    if sprint:
        yield ok("board", f"the next sprint of board {tracker.board} is {sprint}")
    else:
        yield warning("board", why_not, "plan the next sprint in Jira, or choose another board")


def _check_links(_: JiraTracker, tracker: TrackerSettings) -> Iterator[Finding]:
    if tracker.incident_url:
        yield ok("links back", f"tickets lead back to {tracker.incident_url}")
    else:
        yield ok("links back", "tickets get no link back, since tracker.incident_url is not set")


STEPS: dict[str, Step] = {
    "tracker": _check_login,
    "project": _check_project,
    "fields": _check_fields,
    "board": _check_board,
    "links back": _check_links,
}
"""The steps in their order, by what each checks."""


def _advice(error: errors.TrackerError) -> str:
    """Return what to do about an error."""
    match error:
        case errors.Unauthorised():
            return "`facilitator login` takes a new token"
        case errors.CaptchaNeeded():
            return "log in to Jira once in a browser, then check again"
        case errors.NotReachable():
            return "compare the address, the proxy and tracker.ca_file: `facilitator config`"
        case errors.RateLimited() | errors.ServerFailed():
            return "check again later"
        case _:
            return "`facilitator login` chooses what this account may use"
