"""The messages of a tab, which are checked before they reach its program.

Textual's page sends JSON lists whose first element is the kind of the message.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService

MOST_COLUMNS, MOST_ROWS = 500, 300
"""The largest screen that a tab can ask for; a larger one would cost memory and show nothing."""


class MalformedMessage(ValueError):
    """A message that no page of ours sends."""


async def pass_messages(socket: web.WebSocketResponse, program: AppService) -> None:
    """Pass the messages of a web socket on to a program until the socket closes.

    The first malformed message closes it.
    """
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            continue
        try:
            await _pass_message(message.data, socket, program)
        except MalformedMessage:
            await socket.close(code=WSCloseCode.INVALID_TEXT, message=b"malformed message")
            return


def screen_size(width: object, height: object) -> tuple[int, int]:
    """Return the columns and rows that a tab asks for, within what makes sense.

    Raises:
        MalformedMessage: One of them is not a whole number.
    """
    if not isinstance(width, int) or not isinstance(height, int):
        raise MalformedMessage
    return min(max(1, width), MOST_COLUMNS), min(max(1, height), MOST_ROWS)


async def _pass_message(text: str, socket: web.WebSocketResponse, program: AppService) -> None:
    """Act on one message.

    Raises:
        MalformedMessage: It can't be read.
    """
    kind, data = _read_message(text)
    match kind, data:
        case "stdin", str():
            # JSON can hold half a character, which no encoding can.
            await program.send_bytes(data.encode(errors="replace"))
        case "resize", {"width": width, "height": height}:
            await program.set_terminal_size(*screen_size(width, height))
        case "ping", _:
            await socket.send_json(["pong", data])
        case "blur", _:
            await program.blur()
        case "focus", _:
            await program.focus()
        case _:
            raise MalformedMessage


def _read_message(text: str) -> tuple[str, Any]:
    """Return the kind of a message, and what belongs to it."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedMessage from None
    match message:
        case [str(kind)]:
            return kind, None
        case [str(kind), data, *_]:
            return kind, data
    raise MalformedMessage
