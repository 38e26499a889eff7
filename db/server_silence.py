"""How long a server has not answered, as any thread may ask while another one waits for it."""

from time import monotonic

NOTICE_SECONDS = 3
"""After this long without an answer people are told."""
GIVE_UP_SECONDS = 10
"""After this long without an answer a connection is given up."""


class Silence:
    """The time since a server should have answered.

    It goes on over connections that were given up, and ends with the first answer.

    Attributes:
        is_waiting: Whether something waits for an answer just now.
    """

    def __init__(self) -> None:
        self.is_waiting = False
        self._since: float | None = None

    def begin(self) -> None:
        """Take note that an answer is waited for from now on."""
        self.is_waiting = True
        if self._since is None:
            self._since = monotonic()

    def end(self, *, answered: bool) -> None:
        """Take note that nothing is waited for any more, with an answer or without."""
        self.is_waiting = False
        if answered:
            self._since = None

    @property
    def seconds(self) -> int:
        """For how many whole seconds there has been no answer; 0 while nobody has to be told."""
        since = self._since
        seconds = 0 if since is None else int(monotonic() - since)
        return seconds if seconds >= NOTICE_SECONDS else 0
