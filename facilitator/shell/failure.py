"""How the program ends on an error of its own: in one sentence, without anybody's text.

This is the one module that overrides how Textual handles an exception, and so the one that uses its
private names for that: `_handle_exception`, `_return_code`, `_exception`, `_exception_event` and
`_close_messages_no_wait`. There is no public way: `App.panic` and the handler print a trace with
the values of local variables, which hold what people typed. After an upgrade of Textual, compare
with `App._handle_exception`, and run `tests/ui/test_any_screen.py`.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from textual.app import App
from textual.worker import WorkerFailed


class FailureInWords(App[None]):
    """An app that says in one sentence why it had to stop.

    Attributes:
        failure: Why the program had to stop, or an empty text. It is printed after the terminal
            is as it was before.
    """

    failure = ""

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        # A worker's error is wrapped in the one that Textual raises for it.
        cause = error.error if isinstance(error, WorkerFailed) else error
        place = traceback.extract_tb(cause.__traceback__)[-1]
        self.failure = (
            f"stopped because of an error in the program ({type(cause).__name__} at"
            f" {Path(place.filename).name}:{place.lineno}); what was shown as saved is kept:"
            " start it again to go on"
        )
        self._close_messages_no_wait()
