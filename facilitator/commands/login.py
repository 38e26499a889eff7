"""The command `login`: Jira is set up step by step, and saved once every step has succeeded."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from facilitator.commands.login_place import PlaceOptions, ask_place
from facilitator.commands.open_store import Failure, warn
from facilitator.commands.terminal_questions import NOTHING, Questions, say
from facilitator.config.settings import Settings, config_file, load_settings
from facilitator.config.tracker_settings import NUMBER, TRACKER_CHECKS, TrackerSettings
from facilitator.tracker.errors import TrackerError, Unauthorised
from facilitator.tracker.token import (
    VARIABLE,
    FoundToken,
    Token,
    TokenError,
    forget_token,
)

LONGEST_LINE = 10_000
"""The most bytes of a token that are read from standard input."""


@dataclass(frozen=True, slots=True)
class LoginOptions:
    """What was given on the command line; None where it was not."""

    url: str | None = None
    api_url: str | None = None
    user: str | None = None
    ca_file: str | None = None
    incident_url: str | None = None
    token_stdin: bool = False
    place: PlaceOptions = field(default_factory=PlaceOptions)


def set_up_jira(options: LoginOptions) -> None:
    """Ask for what no option gives, test all of it, and save it.

    Raises:
        Failure: A step has failed, and nothing was changed.
    """
    from facilitator.tracker.keep_set_up import keep

    settings = load_settings()
    questions = Questions(can_ask=sys.stdin.isatty() and not options.token_stdin)
    try:
        tracker = _address(questions, options, settings.tracker)
        tracker, token, is_to_keep = _accepted(questions, options, settings, tracker)
        tracker = ask_place(questions, options.place, tracker, token)
        tracker = _linked_back(questions, options, tracker)
        file = settings.file or config_file()
        kept = keep(settings, file, tracker, token if is_to_keep else None)
    except (TrackerError, TokenError) as error:
        raise Failure(str(error)) from None
    say(f"Saved in {file}.")
    if kept.token_place:
        say(f"The token is kept in {kept.token_place}.")
    for variable in kept.hidden_by:
        warn(f"the variable {variable} is set, and wins over what was saved")


def forget() -> None:
    """Remove the token from where it is kept.

    Raises:
        Failure: It may still be there.
    """
    api = load_settings().tracker.api
    try:
        forget_token(api)
    except TokenError as error:
        raise Failure(str(error)) from None
    say(f"The token for {api or 'the tracker'} is kept nowhere any more.")
    if os.environ.get(VARIABLE):
        warn(f"the variable {VARIABLE} still holds a token, which is used")


def _address(
    questions: Questions, options: LoginOptions, before: TrackerSettings
) -> TrackerSettings:
    """Return the settings with the addresses and the user, once a Jira has answered there."""
    from facilitator.tracker.set_up import find_edition

    checks = TRACKER_CHECKS
    url = questions.value(
        *("--url", options.url, "Jira's address, as in the browser", checks["url"], before.url)
    )
    # What was set for another site is not asked with the token of this one.
    api_before = before.api_url if url == before.url else ""
    tracker = replace(
        before,
        kind="jira",
        url=url,
        api_url=_given(options.api_url, "--api-url", api_before),
        ca_file=_given(options.ca_file, "--ca-file", before.ca_file),
    )
    if options.ca_file and tracker.ca_file:
        # The program runs in other folders later.
        tracker = replace(tracker, ca_file=str(Path(tracker.ca_file).expanduser().absolute()))
    edition = find_edition(tracker)
    say(f"✓ {edition or 'something that asks for a log-in'} answers at {tracker.api}")
    is_data_center = edition == "Jira Data Center"
    hint = "empty for a personal access token" if is_data_center else "its e-mail address"
    user = questions.optional(
        *("--user", options.user, f"User of the token ({hint})", checks["user"], before.user)
    )
    return replace(tracker, user=user or "")


def _given(given: str | None, option: str, before: str) -> str:
    """Return the value of an option that is not asked for."""
    if given is None:
        return before
    if given.strip().lower() in ("", *NOTHING):
        return ""
    name = option.removeprefix("--").replace("-", "_")
    try:
        return str(TRACKER_CHECKS[name](given))
    except ValueError as error:
        raise Failure(f"{option}: {error}") from None


def _accepted(
    questions: Questions, options: LoginOptions, settings: Settings, tracker: TrackerSettings
) -> tuple[TrackerSettings, Token, bool]:
    """Return the settings and the token with which Jira lets us in, and whether it is to be kept.

    A token that was typed and that Jira does not take is asked for again.
    """
    while True:
        token, is_to_keep = _token(questions, options, settings, tracker)
        try:
            return _logged_in(questions, tracker, token), token, is_to_keep
        except Unauthorised as refused:
            if not (questions.can_ask and is_to_keep):
                raise
            say(str(refused))


def _token(
    questions: Questions, options: LoginOptions, settings: Settings, tracker: TrackerSettings
) -> tuple[Token, bool]:
    """Return the token, and whether it is to be kept, which one of a variable is not."""
    if options.token_stdin:
        # Bytes that are no text are no token either.
        return _read_token(sys.stdin.buffer.readline(LONGEST_LINE).decode(errors="replace")), True
    found = _token_there(settings, tracker.api)
    if found.token and found.source == VARIABLE:
        say(f"✓ the token is taken from the variable {VARIABLE}")
        return found.token, False
    if questions.can_ask:
        hint = f"enter for the one in {found.source}" if found.token else "it is not shown"
        return questions.secret(f"Token ({hint})", Token, kept=found.token), True
    if found.token is None:
        raise Failure(
            f"there is no token: put it into the variable {VARIABLE}, or hand it to --token-stdin"
        )
    return found.token, True


def _read_token(text: str) -> Token:
    try:
        return Token(text)
    except ValueError as error:
        raise Failure(str(error)) from None


def _token_there(settings: Settings, api: str) -> FoundToken:
    """Return the token that is there, and say why one can't be used."""
    from facilitator.tracker.keep_set_up import token_there

    try:
        found = token_there(settings, api)
    except TokenError as error:
        if os.environ.get(VARIABLE):
            # It would win over any other one.
            raise
        warn(str(error))
        return FoundToken(None)
    for warning in found.warnings:
        warn(warning)
    return found


def _logged_in(questions: Questions, tracker: TrackerSettings, token: Token) -> TrackerSettings:
    """Return the settings with the address at which Jira takes the token."""
    from facilitator.tracker.set_up import RefusedAtSite, described, log_in

    try:
        say(f"✓ {described(reachable := log_in(tracker, token))}")
    except RefusedAtSite as refused:
        if not questions.can_ask:
            raise Failure(f"{refused}: --api-url takes it") from None
        say(str(refused))
        if not questions.agrees("Try the token there?"):
            raise
        tracker = replace(tracker, api_url=refused.api_url)
        say(f"✓ {described(reachable := log_in(tracker, token))}")
    for warning in reachable.warnings:
        warn(warning)
    return tracker


def _linked_back(
    questions: Questions, options: LoginOptions, tracker: TrackerSettings
) -> TrackerSettings:
    """Return the settings with the address of post-mortems, which may have none."""
    question = f"Web address of a post-mortem, with {NUMBER} for its number (empty for no links)"
    address = questions.optional(
        "--incident-url",
        options.incident_url,
        question,
        TRACKER_CHECKS["incident_url"],
        tracker.incident_url,
    )
    if not address:
        say("– tickets get no link back to their post-mortem, since no address of it is given")
    return replace(tracker, incident_url=address or "")
