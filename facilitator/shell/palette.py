"""The commands of the palette: every action of the current screen, and the choice of a theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from facilitator.shell.help import GROUPS, group_of
from facilitator.widgets.active_bindings import active_bindings, by_action, display_rank

MOVING_FAMILIES = ("list", "scroll", "text", "line", "focus")
"""Beginnings of the ids of bindings that move a cursor; only a search lists them."""


class Command(NamedTuple):
    """One line of the palette.

    Attributes:
        name: What the action is called.
        key: Its key as people know it.
        help: What the action does.
        run: Runs the action.
        moves_cursor: Whether the action only moves a cursor.
    """

    name: str
    key: str
    help: str
    run: Callable[[], object]
    moves_cursor: bool = False


class Commands(Provider):
    """The actions of the screen that the palette lies on."""

    async def discover(self) -> Hits:
        """Yield the commands that are listed before anything is typed."""
        for command in self._commands():
            if not command.moves_cursor:
                yield DiscoveryHit(
                    _name_and_key(command), command.run, text=command.name, help=command.help
                )

    async def search(self, query: str) -> Hits:
        """Yield the commands whose names or descriptions match the query."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.name), 0.9 * matcher.match(command.help))
            if score > 0:
                yield Hit(
                    score,
                    _name_and_key(command),
                    command.run,
                    text=command.name,
                    help=command.help,
                )

    def _commands(self) -> Iterator[Command]:
        app = self.app
        actions = by_action(active_bindings(self.screen))
        for bindings in sorted(actions, key=lambda same: GROUPS.index(group_of(same[0].binding))):
            binding, node = bindings[0].binding, bindings[0].node
            family = (binding.id or "").partition(".")[0]
            if binding.id and family != "palette":
                keys = (app.get_key_display(active.binding) for active in bindings)
                yield Command(
                    binding.description.rstrip("…"),
                    min(keys, key=display_rank),
                    binding.tooltip,
                    partial(app.call_later, app.run_action, binding.action, node),
                    family in MOVING_FAMILIES,
                )
        yield Command(
            "Theme", "", "Choose among all themes; your choice is remembered", app.search_themes
        )


def _name_and_key(command: Command) -> Text:
    # A plain string would be read as markup, and keys such as [ and ] would vanish.
    return Text.assemble(command.name, "  ", (command.key, "bold"))
