"""Every key of the program by its id, for whoever remaps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from facilitator.keymap import Bound, Checked, check
from facilitator.screens import help as help_screen
from facilitator.screens import home, jump, quick_lines, wrap_up
from facilitator.screens.anywhere import ANYWHERE
from facilitator.screens.home import screen as home_screen
from facilitator.screens.incident import actions, factors, screen, timeline
from facilitator.screens.meeting import opening, patterns, review
from facilitator.screens.prep import editor as prep_editor
from facilitator.screens.prep import lists as prep_lists
from facilitator.screens.prep import screen as prep
from facilitator.screens.prep import themes
from facilitator.widgets import choices, cycle, form, live_text, long_list, question, scroll, sheet

OWNERS: tuple[type[DOMNode], ...] = (
    home.HomeScreen,
    home_screen.SearchBox,
    prep.PrepScreen,
    prep_editor.Editor,
    prep_lists.ListEditor,
    themes.ThemesEditor,
    opening.OpeningScreen,
    review.ReviewScreen,
    screen.IncidentScreen,
    timeline.TimelinePart,
    factors.FactorsPart,
    actions.ActionsPart,
    patterns.PatternsScreen,
    wrap_up.WrapUpScreen,
    help_screen.HelpScreen,
    sheet.Sheet,
    scroll.Scroll,
    jump.JumpScreen,
    quick_lines.QuickLinesScreen,
    form.Form,
    cycle.Cycle,
    form.FormInput,
    question.Question,
    choices.Choices,
    long_list.LongList,
    live_text.LiveText,
)
"""Whatever has keys of its own; what these inherit comes with them."""
PARTS: Mapping[type[DOMNode], Sequence[type[DOMNode]]] = {
    screen.IncidentScreen: (timeline.TimelinePart, factors.FactorsPart, actions.ActionsPart),
    prep.PrepScreen: (
        prep_lists.ListEditor,
        themes.ThemesEditor,
        timeline.TimelinePart,
        actions.ActionsPart,
    ),
    form.Form: (cycle.Cycle, form.FormInput),
    question.Question: (choices.Choices,),
    help_screen.HelpScreen: (scroll.Scroll,),
    sheet.Sheet: (scroll.Scroll,),
    quick_lines.QuickLinesScreen: (live_text.LiveText,),
}
"""The parts of a screen that have keys of their own."""
IN_FOCUS: Mapping[type[DOMNode], Sequence[type[DOMNode]]] = {
    home.HomeScreen: (long_list.LongList, home_screen.SearchBox, scroll.Scroll),
    review.ReviewScreen: (long_list.LongList,),
}
"""What can have the focus on a screen, where that is known."""
ANYWHERE_IN_FOCUS = (choices.Choices, live_text.LiveText, form.FormInput, scroll.Scroll)
"""What can have the focus on any other screen but a modal one."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the list of keys. keys: by name, as the keymap has them."""

    key_id: str
    keys: str
    what: str


def checked(keymap: Mapping[str, str]) -> Checked:
    """What of a keymap can be used, and what is wrong with the rest."""
    return check(keymap, _places())


def catalog(keymap: Mapping[str, str]) -> list[Key]:
    """Every id with its keys as a keymap has them, in the order of the screens."""
    usable = checked(keymap).usable
    found: dict[str, Key] = {}
    for bound in (bound for place in _places() for bound in place):
        if bound.key_id:
            keys = usable.get(bound.key_id, ",".join(bound.keys))
            found.setdefault(bound.key_id, Key(bound.key_id, keys, bound.what))
    return list(found.values())


def _places() -> Iterator[list[Bound]]:
    """What keys do in one place: of the app, a screen, a part of it, and what has the focus."""
    for owner in OWNERS:
        if issubclass(owner, Screen):
            modal = issubclass(owner, ModalScreen)
            in_focus = IN_FOCUS.get(owner, (None,) if modal else ANYWHERE_IN_FOCUS)
            for part, focused in product(PARTS.get(owner, (None,)), in_focus):
                nodes = [each for each in (owner, part, focused) if each is not None]
                yield [*_bound(nodes), *_anywhere()]


def _anywhere() -> Iterator[Bound]:
    return _as_bound(BindingsMap(ANYWHERE))


def _bound(nodes: Sequence[type[DOMNode]]) -> Iterator[Bound]:
    for node in nodes:
        yield from _as_bound(node._merge_bindings())


def _as_bound(bindings: BindingsMap) -> Iterator[Bound]:
    found: dict[str, Bound] = {}
    for key, binding in bindings:
        name = binding.id or binding.action
        before = found.get(name) or _empty(binding)
        found[name] = replace(before, keys=(*before.keys, key))
    return iter(found.values())


def _empty(binding: Binding) -> Bound:
    what = binding.tooltip or binding.description or binding.action
    return Bound(binding.id or "", (), what, binding.priority)
