"""How the methods of a section of the store run: on its thread, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlmodel import Session

from db.transaction import Transaction
from db.worker import Pending

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Section")


class Runner(Protocol):
    """The part of the store that a section needs."""

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Run it in a transaction that only reads."""

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Run it in a transaction that is committed before the answer."""


class Section:
    """A group of operations of the store."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner


def reading(
    operation: Callable[Concatenate[S, Session, P], T],
) -> Callable[Concatenate[S, P], Pending[T]]:
    """Make an operation on a session into a method that answers later."""

    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> Pending[T]:
        return self.runner.read(lambda session: operation(self, session, *args, **kwargs))

    update_wrapper(run, operation)
    return run


def writing(
    operation: Callable[Concatenate[S, Transaction, P], T],
) -> Callable[Concatenate[S, P], Pending[T]]:
    """Make an operation on a transaction into a method that answers after the commit."""

    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> Pending[T]:
        return self.runner.write(lambda tx: operation(self, tx, *args, **kwargs))

    update_wrapper(run, operation)
    return run
