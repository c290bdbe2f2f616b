"""Resolves the host of an outgoing connection once, judges its addresses and pins one of them."""

import socket
from concurrent.futures import Future
from threading import Thread

from core.ip_addresses import Policy, judge


class UnknownName(Exception):
    """A name has no address, or the name service did not answer in time."""


def pin(host: str, policy: Policy, within_s: float) -> str:
    """The address to connect to for a host: one that was judged, IPv4 before IPv6.

    Where any address of a name is refused, the name is: resolved again, it could lead there. Raises
    UnknownName, RefusedAddress.
    """
    addresses = resolve(host, within_s)
    for address in addresses:
        judge(address, policy)
    return min(addresses, key=lambda address: ":" in address)


def resolve(host: str, within_s: float) -> list[str]:
    """All addresses of a host. Raises UnknownName.

    The system's resolver has no time-out, so a thread waits for it and may outlive this call.
    """
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answer.set_result([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    Thread(target=ask, name="resolver", daemon=True).start()
    try:
        return answer.result(within_s)
    except TimeoutError as error:
        raise UnknownName("the name service does not answer") from error
    except (OSError, UnicodeError) as error:
        raise UnknownName("its name is not known") from error
