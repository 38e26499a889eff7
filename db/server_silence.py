"""How long a server has not answered, as any thread may ask while another one waits for it."""

from collections.abc import Callable
from time import monotonic

NOTICE_SECONDS = 3
"""After this long without an answer people are told."""
GIVE_UP_SECONDS = 10
"""After this long without an answer a connection is given up."""


class Silence:
    """The time since a server should have answered.

    It goes on over connections that were given up, and ends with the first answer.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._given_up_at: float | None = None
        self._was_told = False
        self._on_silence: Callable[[], None] | None = None
        self._on_answer: Callable[[], None] | None = None

    def tell(self, on_silence: Callable[[], None], on_answer: Callable[[], None]) -> None:
        """Call back once when people have to be told, and once more when that is over.

        The calls come from the thread that waits for the server, which they must not block.
        """
        self._on_silence, self._on_answer = on_silence, on_answer

    def begin(self) -> None:
        """Take note that an answer is waited for from now on."""
        if self._since is None:
            self._since = monotonic()

    def go_on(self) -> None:
        """Take note that there is still no answer."""
        if self.seconds and not self._was_told and self._on_silence is not None:
            self._was_told = True
            self._on_silence()

    def give_up(self) -> None:
        """Take note that a connection was given up, or that none could be made."""
        self.go_on()
        self._given_up_at = monotonic()

    def break_off(self) -> None:
        """Take note that there is no server to wait for; whether people were told stays."""
        self._since = self._given_up_at = None

    def end(self) -> None:
        """Take note of an answer."""
        self._since = self._given_up_at = None
        if self._was_told and self._on_answer is not None:
            self._was_told = False
            self._on_answer()

    def is_given_up_since(self, moment: float) -> bool:
        """Return whether a connection was given up after a moment, and nothing answered since.

        What was asked for before that would only wait once more for what others waited for.
        """
        given_up_at = self._given_up_at
        return given_up_at is not None and given_up_at > moment

    @property
    def seconds(self) -> int:
        """For how many whole seconds there has been no answer; 0 while nobody has to be told."""
        since = self._since
        seconds = 0 if since is None else int(monotonic() - since)
        return seconds if seconds >= NOTICE_SECONDS else 0
