"""The emulator of Google Cloud Storage, and a server that speaks S3."""

import pytest
from gcp_storage_emulator.server import create_server

from core.storage import PrivateBucket
from tests.core.buckets import options
from tests.core.s3 import s3_server
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


@pytest.fixture(scope="module")
def s3_address():
    """The address of a server that speaks S3, with one bucket, `pictures`."""
    with s3_server() as address:
        yield address
