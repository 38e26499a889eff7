"""Addresses of the web: opened in a browser where there is one to be seen, or else copied."""

from __future__ import annotations

from textual.app import App

from facilitator.text import is_web_address

ADDRESS_SECONDS = 30
"""How long a copied address is shown, since a terminal does not say whether it took it."""


class OpensLinks(App[None]):
    """An app that leads to addresses of the web, and to nothing else."""

    def open_link(self, address: str) -> None:
        """Open an address of the web in the browser, or copy it where none would be seen."""
        from facilitator.system.web_browser import has_browser

        if self.is_web or has_browser():
            if is_web_address(address):
                self.open_url(address)
        else:
            self.copy_link(address)

    def copy_link(self, address: str) -> None:
        """Send an address of the web to the clipboard, and show it to be copied by hand."""
        if is_web_address(address):
            self.copy_to_clipboard(address)
            self.notify(
                address, title="Sent to the clipboard", markup=False, timeout=ADDRESS_SECONDS
            )

    def action_open_link(self, address: str) -> None:
        """Open a link that was clicked."""
        self.open_link(address)
