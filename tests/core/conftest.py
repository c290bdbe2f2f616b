"""The emulator of Google Cloud Storage."""

import pytest
from gcp_storage_emulator.server import create_server

from core.storage import PrivateBucket
from tests.core.buckets import options
from tests.processes import free_port


@pytest.fixture(scope="module")
def emulator():
    """The address of an emulator with one bucket, `pictures`."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="pictures")
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(emulator, monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", emulator)
    return PrivateBucket(**options())
