"""Decorators that run the methods of a section on the store's thread, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from sqlmodel import Session

from db.transaction import Transaction
from db.worker import Pending

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="StoreSection")


class TransactionRunner(Protocol):
    """The part of the store that its sections use.

    Attributes:
        window: The id of the running program, under which its changes are logged.
        newest_change: The id of the newest change when the database was opened; 0 for none.
    """

    window: UUID
    newest_change: int

    @property
    def who(self) -> str:
        """The person whose changes are logged from now on, or "" where nobody knows."""

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Run `work` in a transaction that only reads."""

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Run `work` in a transaction that is committed before its result is available."""


class StoreSection:
    """A group of operations that belong together, such as all those on action items."""

    def __init__(self, store: TransactionRunner) -> None:
        self._store = store


def read_operation(
    operation: Callable[Concatenate[S, Session, P], T],
) -> Callable[Concatenate[S, P], Pending[T]]:
    """Turn a method that uses a session into one that returns a pending result.

    The returned method takes no session: it gets one when it runs on the store's thread.
    """

    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> Pending[T]:
        return self._store.read(lambda session: operation(self, session, *args, **kwargs))

    update_wrapper(run, operation)
    return run


def write_operation(
    operation: Callable[Concatenate[S, Transaction, P], T],
) -> Callable[Concatenate[S, P], Pending[T]]:
    """Turn a method that uses a transaction into one that returns a pending result.

    The result is available once the transaction is committed. The returned method takes no
    transaction: it gets one when it runs on the store's thread.
    """

    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> Pending[T]:
        return self._store.write(lambda tx: operation(self, tx, *args, **kwargs))

    update_wrapper(run, operation)
    return run
