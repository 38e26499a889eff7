"""The types of the click that Typer brings along, for annotations alone.

Typer's commands take a context and a formatter of its own copy of click, and Typer exports neither
under a public name. They are imported here and nowhere else, and never when the program runs: this
module is only imported under `TYPE_CHECKING`.

After an upgrade of Typer, see whether `typer` exports these types; else whether the copy is still
at `typer._click`. The type checker fails where it has moved.
"""

from typer._click.core import Command as Command
from typer._click.core import Context as Context
from typer._click.formatting import HelpFormatter as HelpFormatter
