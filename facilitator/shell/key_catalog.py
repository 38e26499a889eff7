"""Every binding of the program by its id, to check a keymap and to list the keys.

This is the one module that uses `DOMNode._merge_bindings`, which joins the bindings of a class with
those that it inherits. Textual has no public way to ask a class, and there is no instance to ask
before a screen is shown. After an upgrade of Textual, run `tests/ui/test_any_screen.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from facilitator.config.keymap import BoundKeys, CheckedKeymap, check_keymap
from facilitator.screens import document, home, wrap_up
from facilitator.screens.actions import actions_screen
from facilitator.screens.causes import causes_screen
from facilitator.screens.dialogs import event_lines
from facilitator.screens.history import history_screen
from facilitator.screens.incident import actions_part, factors_part, incident_screen, timeline_part
from facilitator.screens.meeting import opening_screen, patterns_screen, review_screen
from facilitator.screens.prep import list_editors as prep_lists
from facilitator.screens.prep import other_sections_editor, themes_editor
from facilitator.screens.prep import prep_screen as prep
from facilitator.screens.prep import section_editor as prep_editor
from facilitator.screens.themes import themes_screen
from facilitator.screens.tracker import set_up_screen
from facilitator.screens.trends import incidents_screen as figure_incidents
from facilitator.screens.trends import trends_screen
from facilitator.shell import help as help_screen
from facilitator.shell import jump
from facilitator.shell.global_bindings import GLOBAL_BINDINGS
from facilitator.widgets import (
    autosaved_text,
    choice_dialog,
    form,
    form_input,
    inline_select,
    opening_list,
    question,
    row_list,
    scroll,
    text_dialog,
    virtual_list,
)
from facilitator.widgets.search_box import SearchBox

OWNERS: tuple[type[DOMNode], ...] = (
    home.HomeScreen,
    SearchBox,
    actions_screen.ActionsScreen,
    causes_screen.CausesScreen,
    choice_dialog.ChoiceDialog,
    choice_dialog.ChoiceList,
    document.DocumentScreen,
    themes_screen.ThemesScreen,
    history_screen.HistoryScreen,
    prep.PrepScreen,
    prep_editor.SectionEditor,
    prep_lists.ListEditor,
    themes_editor.ThemesEditor,
    other_sections_editor.OtherSectionsEditor,
    opening_screen.OpeningScreen,
    review_screen.ReviewScreen,
    incident_screen.IncidentScreen,
    timeline_part.TimelinePart,
    factors_part.FactorsPart,
    actions_part.ActionsPart,
    patterns_screen.PatternsScreen,
    trends_screen.TrendsScreen,
    trends_screen.FigureList,
    figure_incidents.FigureIncidentsScreen,
    figure_incidents.MemberList,
    set_up_screen.SetUpScreen,
    wrap_up.WrapUpScreen,
    help_screen.HelpScreen,
    text_dialog.TextDialog,
    scroll.Scroll,
    jump.JumpScreen,
    event_lines.EventLinesDialog,
    form.Form,
    inline_select.InlineSelect,
    form_input.FormInput,
    question.Question,
    question.Answers,
    row_list.RowList,
    opening_list.OpeningList,
    virtual_list.VirtualList,
    autosaved_text.AutosavedText,
)
"""The classes that declare bindings; each brings those that it inherits."""
PARTS: Mapping[type[DOMNode], Sequence[type[DOMNode]]] = {
    incident_screen.IncidentScreen: (
        timeline_part.TimelinePart,
        factors_part.FactorsPart,
        actions_part.ActionsPart,
    ),
    prep.PrepScreen: (
        prep_lists.ListEditor,
        themes_editor.ThemesEditor,
        other_sections_editor.OtherSectionsEditor,
        timeline_part.TimelinePart,
        actions_part.ActionsPart,
    ),
    form.Form: (inline_select.InlineSelect, form_input.FormInput),
    question.Question: (question.Answers,),
    choice_dialog.ChoiceDialog: (choice_dialog.ChoiceList,),
    help_screen.HelpScreen: (scroll.Scroll,),
    text_dialog.TextDialog: (scroll.Scroll,),
    event_lines.EventLinesDialog: (autosaved_text.AutosavedText,),
}
"""The parts of a screen that declare bindings of their own."""
FOCUSABLE: Mapping[type[DOMNode], Sequence[type[DOMNode]]] = {
    home.HomeScreen: (virtual_list.VirtualList, SearchBox, scroll.Scroll),
    review_screen.ReviewScreen: (virtual_list.VirtualList,),
    actions_screen.ActionsScreen: (virtual_list.VirtualList,),
    causes_screen.CausesScreen: (virtual_list.VirtualList,),
    themes_screen.ThemesScreen: (virtual_list.VirtualList,),
    history_screen.HistoryScreen: (virtual_list.VirtualList, SearchBox, scroll.Scroll),
    trends_screen.TrendsScreen: (trends_screen.FigureList,),
    figure_incidents.FigureIncidentsScreen: (figure_incidents.MemberList,),
    set_up_screen.SetUpScreen: (form_input.FormInput, inline_select.InlineSelect),
}
"""What can have the focus on a screen, for the screens where that is known."""
FOCUSABLE_BY_DEFAULT = (
    row_list.RowList,
    opening_list.OpeningList,
    autosaved_text.AutosavedText,
    form_input.FormInput,
    scroll.Scroll,
)
"""What can have the focus on all other screens that are not modal."""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One line of the list of keys.

    Attributes:
        binding_id: The id by which the keymap names the binding.
        keys: Its keys by name, separated by commas as in the keymap.
        description: What they do.
    """

    binding_id: str
    keys: str
    description: str


def checked_keymap(keymap: Mapping[str, str]) -> CheckedKeymap:
    """Return the usable part of a keymap, and what is wrong with the rest."""
    return check_keymap(keymap, _places())


def catalog(keymap: Mapping[str, str]) -> list[CatalogEntry]:
    """Return every binding that can be remapped, with its keys, in the order of the screens."""
    usable = checked_keymap(keymap).usable
    entries: dict[str, CatalogEntry] = {}
    for bound in (bound for place in _places() for bound in place):
        if bound.key_id:
            keys = usable.get(bound.key_id, ",".join(bound.keys))
            entries.setdefault(bound.key_id, CatalogEntry(bound.key_id, keys, bound.description))
    return list(entries.values())


def _places() -> Iterator[list[BoundKeys]]:
    """Yield the keys that work together: of the app, a screen, a part of it and the focus."""
    for owner in OWNERS:
        if issubclass(owner, Screen):
            modal = issubclass(owner, ModalScreen)
            focusable = FOCUSABLE.get(owner, (None,) if modal else FOCUSABLE_BY_DEFAULT)
            for part, focused in product(PARTS.get(owner, (None,)), focusable):
                nodes = [node for node in (owner, part, focused) if node is not None]
                yield [*_keys_of_nodes(nodes), *_keys_of_app()]


def _keys_of_app() -> Iterator[BoundKeys]:
    return _bound_keys(BindingsMap(GLOBAL_BINDINGS))


def _keys_of_nodes(nodes: Sequence[type[DOMNode]]) -> Iterator[BoundKeys]:
    for node in nodes:
        yield from _bound_keys(node._merge_bindings())


def _bound_keys(bindings: BindingsMap) -> Iterator[BoundKeys]:
    by_name: dict[str, BoundKeys] = {}
    for key, binding in bindings:
        name = binding.id or binding.action
        bound = by_name.get(name) or _without_keys(binding)
        by_name[name] = replace(bound, keys=(*bound.keys, key))
    return iter(by_name.values())


def _without_keys(binding: Binding) -> BoundKeys:
    description = binding.tooltip or binding.description or binding.action
    return BoundKeys(binding.id or "", (), description, binding.priority)
