"""What every HTML page has in common: its templates escape and clean all that people typed."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from facilitator.text import clean


def page_environment() -> Environment:
    """Return an environment for the templates in this folder, without functions of its own."""
    return Environment(
        loader=PackageLoader("facilitator", "documents/write"),
        autoescape=True,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _cleaned(value: Any) -> Any:
    # Jinja passes everything that a template puts out through here, so no text is forgotten.
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
