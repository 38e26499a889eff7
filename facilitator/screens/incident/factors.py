"""Contributing factors of the three kinds, what went well and wrong, and the root cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.records import Factor, Finding
from db.words import FactorKind, FindingKind
from facilitator.domain.patterns import FACTOR_NAMES
from facilitator.domain.similar import Similar
from facilitator.screens.incident.lines import delete_line, edit_line, title_of_new, unnamed
from facilitator.screens.incident.part import Part
from facilitator.screens.seen import Seen
from facilitator.text import counted, shortened
from facilitator.widgets.active import key_of
from facilitator.widgets.advice import advised, first_advice
from facilitator.widgets.choices import Choices
from facilitator.widgets.form import Field, Form
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.text import line

FINDING_NAMES = {
    FindingKind.WENT_WELL: "went well",
    FindingKind.PROCESS: "process",
    FindingKind.TECHNICAL: "technical",
}
WRONG = {FindingKind.PROCESS.value: "a process", FindingKind.TECHNICAL.value: "a technical gap"}


class FactorsPart(Part):
    """Five short lists; the root cause at the right, with what is similar under it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add…", id="factors.add", tooltip="Add to the list in hand"),
        Binding("e,enter", "edit", "Edit…", id="factors.edit", tooltip="Other words"),
        Binding("x,delete", "delete", "Delete", id="factors.delete",
                tooltip="Undo brings it back"),
        Binding("left", "list(-1)", "← list", show=False, id="factors.left",
                tooltip="The list before"),
        Binding("right", "list(1)", "→ list", show=False, id="factors.right",
                tooltip="The next list"),
        Binding("r", "root_cause", "Root cause", id="factors.root-cause",
                tooltip="Write the root cause; esc leaves the text"),
        Binding("c", "same_cause", "Same cause", id="factors.same-cause",
                tooltip="It has the same cause as the similar incident shown first"),
        Binding("l", "name_cause", "Link cause…", id="factors.cause",
                tooltip="Link it to a cause of the catalogue, or to a new one"),
        Binding("escape", "leave_text", "Leave the text", id="factors.leave-text",
                tooltip="From the root cause back to the lists"),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the root cause is typed, the lists' keys are text."""
        typing = isinstance(self.host.focused, LiveText)
        here = action == "root_cause" or typing == (action == "leave_text")
        return here and super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Three columns over two, beside the root cause."""
        with Horizontal():
            with Vertical(id="factor-lists"):
                with Horizontal(classes="lists"):
                    for kind in FactorKind:
                        with Vertical(classes="list"):
                            yield Static(FACTOR_NAMES[kind].capitalize(), classes="title")
                            yield Choices(name=kind.value)
                with Horizontal(classes="lists"):
                    with Vertical(classes="list"):
                        yield Static("Went well", classes="title")
                        yield Choices(name="went_well")
                    with Vertical(classes="list"):
                        yield Static("Went wrong", classes="title")
                        yield Choices(name="went_wrong")
            with Vertical(id="root-cause-column"):
                yield Static("Root cause", classes="title")
                yield LiveText(
                    self._save_root_cause, "Two or three sentences; r to write", name="root-cause"
                )
                yield Static(id="advice")
                yield Static(id="cause")
                yield Static(id="similar")

    def focus_first(self) -> None:
        """The first list."""
        self.query(Choices).first().focus()

    def show(self) -> None:
        """The lists and the root cause as they were read."""
        incident = self.incident
        for kind in FactorKind:
            rows = ((str(each.id), self._said(each.text)) for each in incident.factors
                    if each.kind is kind)  # fmt: skip
            self.query_one(f"#{kind.value}", Choices).show(rows, empty="–")
        well = incident.findings_of(FindingKind.WENT_WELL)
        wrong = incident.findings_of(FindingKind.PROCESS, FindingKind.TECHNICAL)
        self.query_one("#went_well", Choices).show(
            ((str(each.id), line(each.text)) for each in well), empty="–"
        )
        self.query_one("#went_wrong", Choices).show(
            (
                (str(each.id), Content.assemble(
                    (f"{FINDING_NAMES[each.kind]}: ", "$text-muted"), self._said(each.text)
                ))
                for each in wrong
            ),
            empty="–",
        )  # fmt: skip
        self.query_one("#root-cause", LiveText).read(incident.root_cause)
        cause = "not linked: l" if incident.cause is None else incident.cause.name
        self.query_one("#cause", Static).update(
            Content.assemble(("Cause: ", "$text-muted"), line(cause, "bold"))
        )
        self.show_help()

    def on_live_text_typed(self) -> None:
        """What is similar follows the typing."""
        self.show_help()

    def on_option_list_option_highlighted(self) -> None:
        """Advice is about the line in hand."""
        self._show_advice()

    def on_descendant_focus(self) -> None:
        """And about the list in hand; what a key does depends on where one types."""
        self.show_help()

    def show_help(self) -> None:
        """What is similar, and advice on the wording."""
        found = self._similar()
        lines = [similar_row(each) for each in found]
        if found:
            key = key_of(self.host, "factors.same-cause") or "esc, then c"
            lines.insert(0, line(f"Similar earlier incidents ({key} same cause)", "bold"))
        self.query_one("#similar", Static).update(Content("\n").join(lines))
        self._show_advice()

    def _show_advice(self) -> None:
        text = self.query_one("#root-cause", LiveText).text
        in_hand = self._in_hand
        if in_hand is not None and not self.query_one("#root-cause").has_focus:
            text = in_hand.text
        self.query_one("#advice", Static).update(first_advice(text, self._people()))

    def _said(self, text: str) -> Content:
        return advised(text, self._people())

    def _people(self) -> list[str]:
        return [*self.host.owners, *self.host.people]

    def _similar(self) -> list[Similar]:
        return self.host.similar(self.query_one("#root-cause", LiveText).text)

    @property
    def _list(self) -> Choices | None:
        focused = self.host.focused
        return focused if isinstance(focused, Choices) else None

    @property
    def _in_hand(self) -> Factor | Finding | None:
        chosen = None if self._list is None else self._list.chosen
        both: tuple[Factor | Finding, ...] = (*self.incident.factors, *self.incident.findings)
        return next((each for each in both if str(each.id) == chosen), None)

    def action_list(self, by: int) -> None:
        """To the list beside this one."""
        lists = list(self.query(Choices))
        if self._list in lists:
            lists[(lists.index(self._list) + by) % len(lists)].focus()

    def action_root_cause(self) -> None:
        """Write the root cause."""
        self.query_one("#root-cause", LiveText).focus()

    def action_leave_text(self) -> None:
        """Back to the lists."""
        self.focus_first()

    def action_add(self) -> None:
        """Add to the list in hand."""
        name = (self._list.id if self._list is not None else None) or FactorKind.MADE_POSSIBLE.value
        findings, incident = self.host.store.findings, self.incident
        kinds = {"went_well": FindingKind.WENT_WELL, "went_wrong": FindingKind.PROCESS}
        about = kinds.get(name) or FactorKind(name)
        fields = [Field("text", "What", hint="what, not who", unnamed=unnamed(self.host, about))]
        if name == "went_wrong":
            fields.append(Field("kind", "It is", FindingKind.PROCESS.value, choices=WRONG))

        async def submit(values: Mapping[str, str]) -> None:
            added: Factor | Finding
            if name in set(FactorKind):
                added = await self.host.saving(
                    findings.add_factor(incident.id, FactorKind(name), values["text"])
                )
            else:
                kind = FindingKind(values.get("kind", FindingKind.WENT_WELL))
                added = await self.host.saving(
                    findings.add_finding(incident.id, kind, values["text"])
                )
            await self.host.reread()
            self.query_one(f"#{name}", Choices).choose(str(added.id))

        self.app.push_screen(Form(title_of_new(about), fields, submit, about=incident.id))

    def action_edit(self) -> None:
        """Other words for the line in hand."""
        if self._in_hand is not None:
            edit_line(self.host, self._in_hand)

    async def action_delete(self) -> None:
        """Take the line in hand away."""
        if self._in_hand is not None:
            await delete_line(self.host, self._in_hand)

    async def action_same_cause(self) -> None:
        """The cause of the most similar incident that has one is this one's too."""
        cause = next((each.incident.cause for each in self._similar() if each.incident.cause), None)
        if cause is None:
            self.notify("No similar incident with a cause is shown; l links one by its name")
            return
        incident, set_cause = self.incident, self.host.store.incidents.set_cause
        await self.host.save(set_cause(incident.id, cause.name, incident))
        await self.host.reread()

    def action_name_cause(self) -> None:
        """Link the incident to a cause by its name."""
        incident, set_cause = self.incident, self.host.store.incidents.set_cause
        seen = Seen(self.host, incident)

        async def submit(values: Mapping[str, str]) -> None:
            name = values["name"].strip() or None
            await seen.saving(lambda now: set_cause(now.id, name, now))
            await self.host.reread()

        now = incident.cause.name if incident.cause else ""
        names = [each.name for each in self.host.causes]
        field = Field("name", "Cause", now, hint="empty takes the link away", suggestions=names)
        known = shortened(f"Known: {', '.join(names)}", 300) if names else "The catalogue is empty"
        self.app.push_screen(Form("Cause", [field], submit, about=incident.id, note=known))

    async def _save_root_cause(self, base: str, text: str) -> bool:
        return await self.host.write_field(self.incident.id, "root_cause", base, text)


def similar_row(each: Similar) -> Content:
    """An earlier incident, with why it is similar and what is still open of it."""
    incident = each.incident
    because = ", ".join(f"“{word}”" for word in each.because)
    cause = f" · {incident.cause.name}" if incident.cause else ""
    items = counted(incident.open_actions, "action item")
    still_open = f" · {items} still open" if incident.open_actions else ""
    return Content.assemble(
        "≈ ",
        (f"#{incident.number} ", "bold"),
        line(f"{incident.service} {incident.symptom}, {incident.date:%b %Y}{cause}"),
        "\n  ",
        line(f"{because}{still_open}", "$text-muted"),
    )
