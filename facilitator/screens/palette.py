"""What the command palette offers: every key of the screen in front, by what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from facilitator.screens.help import ORDER, group
from facilitator.widgets.active import active, by_action, plainness

MOVES = ("list", "scroll", "text", "line", "focus")
"""Families of ids that are found by a search only: who reads a list of commands wants no cursor."""


class Command(NamedTuple):
    """One line. key: as people know it."""

    name: str
    key: str
    help: str
    run: Callable[[], object]
    moves: bool = False


class Commands(Provider):
    """The keys of the screen that the palette lies on, and the choice of a theme."""

    async def discover(self) -> Hits:
        """What stands there before anything is typed."""
        for each in self._commands():
            if not each.moves:
                yield DiscoveryHit(_shown(each), each.run, text=each.name, help=each.help)

    async def search(self, query: str) -> Hits:
        """What fits, in its name or in what it does."""
        matcher = self.matcher(query)
        for each in self._commands():
            score = max(matcher.match(each.name), 0.9 * matcher.match(each.help))
            if score > 0:
                yield Hit(score, _shown(each), each.run, text=each.name, help=each.help)

    def _commands(self) -> Iterator[Command]:
        app = self.app
        commands = by_action(active(self.screen))
        for same in sorted(commands, key=lambda same: ORDER.index(group(same[0].binding))):
            binding, node = same[0].binding, same[0].node
            family = (binding.id or "").partition(".")[0]
            if binding.id and family != "palette":
                yield Command(
                    binding.description.rstrip("…"),
                    min((app.get_key_display(each.binding) for each in same), key=plainness),
                    binding.tooltip,
                    partial(app.call_later, app.run_action, binding.action, node),
                    family in MOVES,
                )
        yield Command("Theme", "", "Choose among all themes; it is remembered", app.search_themes)


def _shown(command: Command) -> Text:
    # Not a plain string, which would be read as markup: keys are [ and ] too.
    return Text.assemble(command.name, "  ", (command.key, "bold"))
