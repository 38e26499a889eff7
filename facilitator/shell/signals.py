"""The signals that ask the program to leave, such as those of a closed terminal or a shutdown."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

LEAVING_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""By name, since no system has all of them: SIGHUP is missing on Windows, SIGBREAK elsewhere."""


def leave_on_signals(leave: Callable[[int], object]) -> None:
    """Call a function, on the running event loop, for each signal that asks the program to leave.

    Args:
        leave: Gets the number of the signal.
    """
    loop = asyncio.get_running_loop()
    for name in LEAVING_SIGNALS:
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, leave, number)
        except NotImplementedError:
            # The event loop of Windows has no signal handlers, but Python itself has.
            signal.signal(number, lambda got, _: loop.call_soon_threadsafe(leave, got))
