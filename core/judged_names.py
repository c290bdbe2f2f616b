"""Judges the addresses to which a library connects by itself, within a block of code."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from core.ip_addresses import Policy, RefusedAddress, judge


@dataclass
class Judgement:
    """What is allowed within a block, and the last address that was not."""

    policy: Policy
    refused: RefusedAddress | None = None


_judgement: ContextVar[Judgement | None] = ContextVar("judgement", default=None)
_resolve = socket.getaddrinfo


@contextmanager
def judging(policy: Policy) -> Iterator[Judgement]:
    """Judge all that this thread resolves meanwhile; a name that leads to a closed address fails.

    `socket.create_connection`, urllib3 and requests resolve with `socket.getaddrinfo` and connect
    to its answer without asking again: what was judged is what is connected to, redirects too.
    Code in C, and a socket that is given a name to connect to, resolve by themselves.
    """
    judgement = Judgement(policy)
    before = _judgement.set(judgement)
    try:
        yield judgement
    finally:
        _judgement.reset(before)


def _judged(*args: Any, **options: Any) -> Any:
    found = _resolve(*args, **options)
    judgement = _judgement.get()
    if judgement is not None:
        for entry in found:
            _pass(str(entry[4][0]), judgement)
    return found


def _pass(address: str, judgement: Judgement) -> None:
    """Raises what libraries expect of a name that does not resolve."""
    try:
        judge(address, judgement.policy)
    except RefusedAddress as error:
        judgement.refused = error
        raise socket.gaierror(socket.EAI_FAIL, "this address is closed") from error


socket.getaddrinfo = _judged
