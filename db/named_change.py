"""A change whose id is known before it is made, so that somebody who kept the id finds it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_names: ContextVar[list[UUID] | None] = ContextVar("names", default=None)
"""The id for the next write operation; no list, or an empty one, where it has no name."""


@contextmanager
def named_change(group: UUID) -> Iterator[None]:
    """Log the first write operation that this block asks for under an id.

    What a person typed is kept among the drafts until it is added. Kept with the id of the change
    that is to add it, a draft whose program was killed after the commit is not added again.

    Args:
        group: The id that all change rows of the operation's transaction get.
    """
    names = [group]
    token = _names.set(names)
    try:
        yield
    finally:
        _names.reset(token)
        # A task that began in the block still sees the list, and must not give the id to its write.
        names.clear()


def take_change_name() -> UUID:
    """Return the id for a write operation that is asked for now."""
    names = _names.get()
    return names.pop() if names else uuid4()
