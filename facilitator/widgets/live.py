"""What every widget has that holds text which the database may not hold yet."""

from __future__ import annotations

from typing import ClassVar


class Live:
    """A text on its way into the database; its screen saves it before anybody leaves.

    as_typed: whether it is saved while it is typed; false where somebody first says so by enter.
    """

    as_typed: ClassVar[bool] = True
    id: str | None

    @property
    def unsaved(self) -> bool:
        """Whether it holds something the database does not."""
        raise NotImplementedError

    @property
    def written(self) -> str:
        """The text as it stands here."""
        raise NotImplementedError

    async def save_now(self) -> None:
        """Save what is not saved yet; what can't be is told in words, and stays."""
        raise NotImplementedError
