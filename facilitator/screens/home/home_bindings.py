"""The keys of the home screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HOME_BINDINGS: tuple[BindingType, ...] = (
    Binding("enter", "open", "Open", id="home.meet",
            tooltip="Hold the meeting about a draft, or read a reviewed incident"),
    Binding("M", "meet", "Another meeting…", show=False, id="home.meet-again",
            tooltip="Hold another meeting about this incident"),
    Binding("a", "actions", "Actions", id="home.actions",
            tooltip="Change the open action items of all incidents"),
    Binding("c", "causes", "Causes", id="home.causes",
            tooltip="Name the causes of incidents, and rename or merge causes"),
    Binding("T", "trends", "Trends", id="home.trends",
            tooltip="The figures of the last months or of a quarter, and what is behind each"),
    Binding("t", "themes", "Themes", id="home.themes",
            tooltip="What rises, what you have named, and what was decided about it"),
    Binding("H", "history", "History", id="home.history",
            tooltip="Who changed what of this incident, and when"),
    Binding("p", "prep", "Prepare", id="home.prep",
            tooltip="Prepare this incident's post-mortem on your own"),
    Binding("n", "new", "New…", id="home.new", tooltip="Write down an incident"),
    Binding("E", "edit", "Edit…", id="home.edit",
            tooltip="Correct its service, symptom, date, severity, number or ids"),
    Binding("D", "delete", "Delete…", show=False, id="home.delete",
            tooltip="Delete this incident with all that belongs to it; u brings it back"),
    Binding("slash", "search", "Search", id="home.search",
            tooltip="Search all texts for words"),
    Binding("f", "filter", "Filter…", id="home.filter",
            tooltip="Show only one service, severity, cause or theme, or drafts"),
    Binding("F", "show_all", "Show all", id="home.show-all",
            tooltip="Remove the filters"),
    Binding("escape", "forget_search", "Clear search", id="home.forget-search",
            tooltip="Clear the search"),
    Binding("i", "import", "Import…", id="home.import",
            tooltip="Import post-mortems from Markdown or JSON files"),
    Binding("e", "export", "Export…", id="home.export",
            tooltip="Write post-mortems to files"),
    Binding("d", "demo", "Demo", id="home.demo",
            tooltip="Try a sample team's meeting; nothing you do in it is kept"),
    Binding("q", "app.quit", "Quit", show=False, id="home.quit", tooltip="Leave the program"),
)  # fmt: skip
