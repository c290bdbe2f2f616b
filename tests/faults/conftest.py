"""One site for the tests of faults; each test leaves it whole and leaves nothing behind."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from gcp_storage_emulator.server import create_server

from tests.faults.proxy import Proxy, proxy
from tests.faults.stack import FaultStack, slow_picture
from tests.processes import free_port


@pytest.fixture(scope="session")
def shared_stack() -> Iterator[FaultStack]:
    with tempfile.TemporaryDirectory(prefix="gazokako-faults-", ignore_cleanup_errors=True) as name:
        stack = FaultStack(Path(name))
        try:
            stack.open()
            yield stack
            stack.wait_for_removal()
        finally:
            stack.close()


@pytest.fixture
def stack(shared_stack: FaultStack) -> Iterator[FaultStack]:
    """The site, with every process running and nothing to do; what must hold is checked after."""
    for name in ("valkey", "web", "worker", "beat"):
        if name not in shared_stack.running:
            shared_stack.start(name)
    shared_stack.wait_until_up()
    yield shared_stack
    shared_stack.settle()
    shared_stack.check()


@pytest.fixture(scope="session")
def slow() -> bytes:
    """A picture that keeps a worker busy for a while."""
    return slow_picture()


@pytest.fixture(scope="module")
def emulator() -> Iterator[Proxy]:
    """A proxy before an emulator of Google Cloud Storage with one bucket, `pictures`."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="pictures")
    server.start()
    with proxy(("127.0.0.1", port)) as before:
        yield before
    server.stop()
