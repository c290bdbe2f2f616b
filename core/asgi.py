"""The types of an ASGI application: what a server calls it with (asgi.readthedocs.io)."""

from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
"""What is known of a connection or request when it begins."""
Message = dict[str, Any]
"""One event, received or sent; its `type` says which."""
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
