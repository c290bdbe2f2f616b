"""A network of this machine alone: a bridge, and for each machine a network of its own on it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

BRIDGE = "gazokako0"
HERE = "10.77.31.1"
"""Where what the machines share listens: Valkey, PostgreSQL and the bucket."""


@contextmanager
def network() -> Iterator[None]:
    """Make the bridge; needs root. Whatever an interrupted run left is taken away before."""
    _remove()
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("address", "add", f"{HERE}/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")
    try:
        yield
    finally:
        _remove()


def add_machine(name: str, address: str) -> None:
    """A network with one interface, which reaches the bridge and the machines on it, no more."""
    space, plug = f"{BRIDGE}-{name}", f"gk-{name}"
    _ip("netns", "add", space)
    _ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", space)
    _ip("link", "set", plug, "master", BRIDGE, "up")
    _ip("-n", space, "address", "add", f"{address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        _ip("-n", space, "link", "set", device, "up")


def inside(name: str) -> list[str]:
    """The words that run a command in a machine's network."""
    return ["ip", "netns", "exec", f"{BRIDGE}-{name}"]


def _remove() -> None:
    spaces = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True)
    for line in spaces.stdout.splitlines():
        if line.startswith(f"{BRIDGE}-"):
            _ip("netns", "delete", line.split()[0])
    subprocess.run(["ip", "link", "delete", BRIDGE], stderr=subprocess.DEVNULL, check=False)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
