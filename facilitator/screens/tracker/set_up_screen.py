"""The set-up of Jira: each step asks it in the background, and all of it is saved at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import Worker

from facilitator.config.settings import SettingsError
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.tracker.own_thread import on_own_thread
from facilitator.screens.tracker.step_fields import login_fields, place_fields, project_fields
from facilitator.screens.tracker.step_part import StepPart
from facilitator.screens.tracker.typed_settings import (
    LOGIN_FIELDS,
    Login,
    WrongValue,
    typed_token,
    with_login,
    with_place,
    with_project,
)
from facilitator.text import one_line
from facilitator.tracker.errors import TrackerError
from facilitator.tracker.token import VARIABLE, TokenError
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.glyphs import NOT_OK, OK
from facilitator.widgets.inline_select import InlineSelect
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from facilitator.config.settings import Settings
    from facilitator.tracker.keep_set_up import Kept
    from facilitator.tracker.protocol import Reachable

Answer = TypeVar("Answer")
DRAFT = "the set-up of Jira"
"""The key among the drafts for what was typed here and not saved; the token is never among it."""
SAVED_SECONDS = 15
"""How long it is shown that the set-up is saved, and where."""


class SetUpScreen(FacilitatorScreen):
    """Asks for what Jira needs in three steps, and tests each of them before the next one.

    The first step is the log-in, the second one the project, and the third one where its tickets
    go. Nothing is saved before all three have succeeded, and what is typed stays whatever fails.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "set_up.tcss"
    AUTO_FOCUS = "#url"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as Screen declares it
        (0, "-short"),
        (32, "-tall"),
        (50, "-towering"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", "Test, save", id="set-up.go-on",
                tooltip="Test the next step; after the last one, save all of it"),
        Binding("escape", "back", "Back", id="set-up.back",
                tooltip="Stop what is under way, or go back without saving"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._work: Worker[None] | None = None
        self._step: StepPart | None = None
        self._tested: dict[StepPart, Mapping[str, str]] = {}
        self._login: Login | None = None
        self._is_saving = False
        self._is_saved = False

    def compose(self) -> ComposeResult:
        """Put the steps below each other; the last one gets its fields from Jira."""
        before = self.facilitator.settings.tracker
        draft = self.facilitator.drafts.get(DRAFT, {})
        yield Static(self._heading(before), id="set-up-heading")
        with VerticalScroll(id="steps", can_focus=False):
            yield StepPart("1  Log in", login_fields(before, draft), name="login")
            yield StepPart("2  Project", project_fields(before, draft), name="project-step")
            yield StepPart("3  Where tickets go", [], name="place")
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse to undo, since nothing here is a change of the database."""
        if action in ("undo", "redo"):
            return False
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Say what the last step waits for."""
        self._place.say(_quiet("what there is to choose is read from the project"))

    @staticmethod
    def _heading(before: TrackerSettings) -> Content:
        now = "no tracker is set up: the keys of tickets are typed by hand"
        if before.is_set_up:
            now = f"tickets go to {before.project} at {before.url}"
        return Content.assemble(("Tickets in Jira", "bold"), "  ", (one_line(now), "$text-muted"))

    @property
    def _login_part(self) -> StepPart:
        return self.query_one("#login", StepPart)

    @property
    def _project(self) -> StepPart:
        return self.query_one("#project-step", StepPart)

    @property
    def _place(self) -> StepPart:
        return self.query_one("#place", StepPart)

    @property
    def _is_at_work(self) -> bool:
        return self._work is not None and not self._work.is_finished

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field on enter, and test the step behind its last one."""
        self._leave_field(event.input)

    def on_inline_select_done(self, event: InlineSelect.Done) -> None:
        """Go to the next field on enter, and test the step behind its last one."""
        self._leave_field(event.inline_select)

    def _leave_field(self, field: Widget) -> None:
        if any(part.lines and part.lines[-1] is field for part in self.query(StepPart)):
            self.action_go_on()
        else:
            self.focus_next()

    @on(Input.Changed)
    @on(InlineSelect.Changed)
    def _show_changed(self) -> None:
        """Say so where a step is not what was tested any more."""
        for part, tested in self._tested.items():
            if part is not self._step and part.values != tested:
                part.say(_quiet("changed since it was tested"))

    def action_go_on(self) -> None:
        """Test the first step that is not tested as it stands; behind the last one, save."""
        if not self._is_at_work:
            self._work = self.run_worker(self._go_on(), group="set up")

    def action_back(self) -> None:
        """Stop what is under way, or leave without saving."""
        if self._is_saving:
            return
        if self._work is not None and not self._work.is_finished:
            self._work.cancel()
            if self._step is not None:
                self._step.say(_quiet("stopped; nothing is saved"))
        else:
            self.keep_drafts()
            self.go_back()

    def keep_drafts(self) -> None:
        """Keep what is typed for the next time, without the token."""
        kept = (*LOGIN_FIELDS, "project")
        typed = {
            field.id: field.value for field in self.query(Input) if field.id and field.id in kept
        }
        if self._is_saved or len(typed) < len(kept):
            # Its fields are not all there yet, or not any more.
            return
        before = self.facilitator.settings.tracker
        self.facilitator.drafts.pop(DRAFT, None)
        if typed != {name: getattr(before, name) for name in kept}:
            self.facilitator.drafts[DRAFT] = typed

    async def _go_on(self) -> None:
        try:
            login = await self._log_in()
            if not self._project.values["project"].strip():
                self._project.lines[0].focus()
            elif not self._is_tested(self._project):
                await self._find_project(login)
            else:
                await self._find_tickets(login)
        except WrongValue as error:
            self._fail(str(error))
            self.query_one(f"#{error.field}").focus()
        except (TrackerError, TokenError, SettingsError) as error:
            self._fail(str(error))
        finally:
            self._step = None
            self._show_changed()

    def _is_tested(self, part: StepPart) -> bool:
        return self._tested.get(part) == part.values

    async def _log_in(self) -> Login:
        """Return the log-in that was tested, after testing it where that is not done yet."""
        from facilitator.tracker.set_up import RefusedAtSite, described, log_in

        if self._login is not None and self._is_tested(self._login_part):
            return self._login
        self._step, values = self._login_part, self._login_part.values
        self._tested.clear()
        settings = self.facilitator.settings
        tracker, typed = with_login(settings.tracker, values), typed_token(values["token"])

        def ask() -> tuple[Login, Reachable]:
            login = (
                Login(tracker, typed, True) if typed else _login_with_token_there(settings, tracker)
            )
            return login, log_in(tracker, login.token)

        try:
            login, reachable = await self._asked(f"asking {tracker.api}", ask)
        except RefusedAtSite as refused:
            self.query_one("#api_url", Input).value = refused.api_url
            raise WrongValue("api_url", f"{refused}; test again to try it there") from None
        self._login, self._tested[self._login_part] = login, values
        self._login_part.say(_found(described(reachable)), *map(_remark, reachable.warnings))
        return login

    async def _find_project(self, login: Login) -> None:
        """Look for the project, and offer what there is to choose in it."""
        from facilitator.tracker.set_up import find_project

        self._step, values = self._project, self._project.values
        tracker = with_project(login.tracker, values)
        ask = partial(find_project, tracker, login.token)
        found = await self._asked(f"looking for {tracker.project}", ask)
        chosen, incident_url = tracker, tracker.incident_url
        if self._place.lines:
            # What was chosen before stays, as far as this project has it.
            incident_url = self._place.values["incident_url"]
            chosen = with_place(tracker, {**self._place.values, "incident_url": ""})
        await self._place.show_fields(place_fields(chosen, found, incident_url))
        self._tested[self._project] = values
        self._tested.pop(self._place, None)
        self._project.say(_found(f"“{found.name}”"))
        no_board = found.why_no_boards
        self._place.say(_remark(f"no board: {no_board}") if no_board else Content(""))
        self._place.lines[0].focus()

    async def _find_tickets(self, login: Login) -> None:
        """Check that tickets can be made, and save; what they will lack is shown before."""
        from facilitator.tracker.set_up import find_tickets

        self._step, values = self._place, self._place.values
        tracker = with_place(with_project(login.tracker, self._project.values), values)
        if not self._is_tested(self._place):
            ask = partial(find_tickets, tracker, login.token)
            tickets = await self._asked("checking the fields of a ticket, and the board", ask)
            self._tested[self._place] = values
            remarks = list(tickets.left_out)
            if not tickets.sprint:
                remarks.append(f"no next sprint: {tickets.why_no_sprint}")
            if remarks:
                again = key_of(self, "set-up.go-on") or "ctrl+s"
                self._place.say(
                    *(_remark(remark) for remark in remarks),
                    _quiet(f"{again} once more saves it so"),
                )
                return
        await self._save(replace(login, tracker=tracker))

    async def _save(self, login: Login) -> None:
        """Save all of it, use it from now on, and go back."""
        from facilitator.tracker.keep_set_up import keep

        settings, tracker = self.facilitator.settings, login.tracker
        if settings.file is None:
            raise SettingsError("there is no file for settings here, so nothing is saved")
        token = login.token if login.keeps_token else None
        self._is_saving = True
        try:
            kept = await on_own_thread(partial(keep, settings, settings.file, tracker, token))
        finally:
            self._is_saving = False
        self._is_saved = True
        self.facilitator.drafts.pop(DRAFT, None)
        self.facilitator.use_tracker(tracker)
        self._tell_saved(tracker, kept)
        self.go_back()

    def _tell_saved(self, tracker: TrackerSettings, kept: Kept) -> None:
        where = f"kept in {kept.token_place}" if kept.token_place else f"taken from {VARIABLE}"
        said = [f"The token is {where}."]
        said += [f"{name} is set, and wins at the next start." for name in kept.hidden_by]
        if not tracker.incident_url:
            said.append("They get no link back to their post-mortem, which has no address.")
        self.notify(
            "\n".join(said),
            title=f"Tickets go to {tracker.project} in Jira from now on",
            severity="warning" if kept.hidden_by else "information",
            markup=False,
            timeout=SAVED_SECONDS,
        )

    async def _asked(self, what: str, ask: Callable[[], Answer]) -> Answer:
        """Ask Jira on another thread, and say meanwhile what is asked."""
        self._say(_quiet(f"{what} … esc stops"))
        return await on_own_thread(ask)

    def _fail(self, message: str) -> None:
        self._say(Content.assemble((f"{NOT_OK} {one_line(message)}", "bold $text-error")))

    def _say(self, content: Content) -> None:
        """Say how the step in hand stands."""
        if self._step is not None:
            self._step.say(content)


def _login_with_token_there(settings: Settings, tracker: TrackerSettings) -> Login:
    """Return the log-in with the token that need not be typed. The keyring may take seconds.

    Raises:
        WrongValue: There is none.
        TokenError: It can't be used.
    """
    from facilitator.tracker.keep_set_up import token_there

    found = token_there(settings, tracker.api)
    if found.token is None:
        looked = "".join(f" ({warning})" for warning in found.warnings)
        raise WrongValue("token", f"type the token for {tracker.api}{looked}")
    return Login(tracker, found.token, found.source != VARIABLE)


def _found(words: str) -> Content:
    return Content.assemble((f"{OK} ", "bold $text-success"), one_line(words))


def _remark(words: str) -> Content:
    return Content.assemble("– ", one_line(words))


def _quiet(words: str) -> Content:
    return line(words, "$text-muted")
