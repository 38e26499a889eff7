"""Decoding a JSON text, and reading its objects key by key with the location of each value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from facilitator.documents.read import json_values
from facilitator.documents.read.json_location import JsonLocation
from facilitator.documents.read.parsed_document import DocumentError

T = TypeVar("T")
LONGEST_NUMBER = 20
"""The most digits of a whole number that is decoded exactly; no column holds a longer one."""


class RepeatedKey(dict[str, Any]):
    """A JSON object in which a key is repeated.

    The decoder does not know where the object is, so `JsonObject` refuses it.
    """

    key: str


class JsonObject:
    """A JSON object that is read key by key, with its location for errors."""

    def __init__(self, value: Any, location: JsonLocation) -> None:
        """Wrap a decoded value.

        Raises:
            DocumentError: The value is not an object, or one of its keys is repeated.
        """
        if not isinstance(value, dict):
            raise location.error(f"expected an object, got {json_values.quoted(value)}")
        if isinstance(value, RepeatedKey):
            key = json_values.quoted(value.key)
            raise location.error(f"the key {key} is repeated in one object")
        self.location = location
        self._values: dict[str, Any] = value
        self._known_keys: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Whether the object has a key."""
        return key in self._values

    def get(self, key: str, parse: Callable[[Any], T], default: T | None = None) -> T:
        """Return the parsed value of a key; the default where it is null or absent.

        Raises:
            DocumentError: The key is absent and there is no default, or its value is refused.
        """
        self._known_keys.add(key)
        if self._values.get(key) is None and default is not None:
            return default
        if key not in self._values:
            raise self.location.error(f"{key} is missing")
        return parse_value(self._values[key], self.location.child(key), parse)

    def get_optional(self, key: str, parse: Callable[[Any], T]) -> T | None:
        """Return the parsed value of a key; None where it is null or absent.

        Raises:
            DocumentError: The value is refused.
        """
        self._known_keys.add(key)
        value = self._values.get(key)
        return None if value is None else parse_value(value, self.location.child(key), parse)

    def array(self, key: str) -> Iterator[tuple[Any, JsonLocation]]:
        """Yield the values of an array with their locations; none where it is null or absent.

        Raises:
            DocumentError: The value of the key is not an array.
        """
        self._known_keys.add(key)
        array = self._values.get(key)
        array = [] if array is None else array
        location = self.location.child(key)
        if not isinstance(array, list):
            raise location.error(f"expected an array, got {json_values.quoted(array)}")
        for index, value in enumerate(array):
            yield value, location.child(index)

    def objects(self, key: str) -> Iterator[JsonObject]:
        """Yield the objects of an array; none where it is null or absent.

        Raises:
            DocumentError: The value of the key is not an array of objects.
        """
        for value, location in self.array(key):
            yield JsonObject(value, location)

    def get_object(self, key: str) -> JsonObject | None:
        """Return the object under a key; None where it is null or absent.

        Raises:
            DocumentError: The value is not an object.
        """
        value = self.get_optional(key, json_values.any_value)
        return None if value is None else JsonObject(value, self.location.child(key))

    def refuse_unknown_keys(self) -> None:
        """Raise DocumentError for a key that none of the other methods has been asked for."""
        for key in self._values:
            if key not in self._known_keys:
                known = ", ".join(sorted(self._known_keys))
                raise self.location.error(
                    f"unknown key {json_values.quoted(key)}; known are {known}", key
                )


def parse_value(value: Any, location: JsonLocation, parse: Callable[[Any], T]) -> T:
    """Return a parsed value; a ValueError of the parser becomes a DocumentError that names it."""
    try:
        return parse(value)
    except ValueError as error:
        raise location.error(str(error)) from None


def decode(text: str, name: str) -> Iterator[tuple[JsonLocation, Any]]:
    """Yield the values of a text with their locations: of an array, of one object, or of lines.

    Raises:
        DocumentError: The text is not JSON.
    """
    if not text.strip():
        raise DocumentError(f"{name}:1: empty; expected a JSON object or array")
    try:
        whole = _decode(text)
    except json.JSONDecodeError as error:
        # A text with one object a line begins with a whole object on its first line.
        if error.msg != "Extra data" or "\n" in text[: error.pos].strip():
            raise DocumentError(f"{name}:{error.lineno}: not JSON: {error.msg.lower()}") from None
        yield from _decode_lines(text, name)
        return
    except RecursionError:
        raise DocumentError(f"{name}:1: not readable JSON: nested too deep") from None
    if isinstance(whole, list):
        for index, value in enumerate(whole):
            yield JsonLocation(name, text, 0, (index,), f"[{index}]"), value
    else:
        yield JsonLocation(name, text, 0, (), "incident"), whole


def _decode_lines(text: str, name: str) -> Iterator[tuple[JsonLocation, Any]]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield JsonLocation(name, text, start, (), "incident"), _decode(line)
            except json.JSONDecodeError as error:
                raise DocumentError(f"{name}:{number}: not JSON: {error.msg.lower()}") from None
            except RecursionError:
                raise DocumentError(
                    f"{name}:{number}: not readable JSON: nested too deep"
                ) from None
        start += len(line) + 1


def _decode(text: str) -> Any:
    # NaN and Infinity are decoded as numbers, so that the parsers refuse them by location.
    return json.loads(text, object_pairs_hook=_object, parse_int=_whole_number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        values = RepeatedKey(values)
        values.key = keys.most_common(1)[0][0]
    return values


def _whole_number(digits: str) -> float:
    """Return a whole number; a very long one as a float, since its conversion is quadratic."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)
