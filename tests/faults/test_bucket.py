"""A bucket that is away in any way is given up in time, and fails like a disk."""

import time
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from gcp_storage_emulator.server import create_server
from google.auth.credentials import AnonymousCredentials

from core.storage import PIECE_BYTES, PrivateBucket
from core.stored_files import StorageUnavailableError
from tests.faults.proxy import Fault, Proxy, proxy
from tests.processes import free_port

AWAY = [fault for fault in Fault if fault is not Fault.NONE]
PATIENCE_S = 15
"""Longer than any deadline here, shorter than Google's client would go on by itself."""


@pytest.fixture(scope="module")
def emulator() -> Iterator[Proxy]:
    """A proxy before an emulator of Google Cloud Storage with one bucket, `pictures`."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="pictures")
    server.start()
    with proxy(("127.0.0.1", port)) as before:
        yield before
    server.stop()


@pytest.fixture
def bucket(emulator, monkeypatch):
    """The bucket behind the proxy, with one object."""
    emulator.fault = Fault.NONE
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{emulator.port}")
    bucket = PrivateBucket(
        bucket_name="pictures",
        project_id="emulated",
        credentials=AnonymousCredentials(),
        querystring_auth=False,
        max_memory_size=1 << 20,
    )
    bucket.save("folder/there", ContentFile(b"picture"))
    bucket.within_s = 1
    return bucket


OPERATIONS = {
    "save": lambda bucket: bucket.save("folder/new", ContentFile(b"picture")),
    "save in pieces": lambda bucket: bucket.save("folder/new", ContentFile(bytes(PIECE_BYTES + 1))),
    "open": lambda bucket: bucket.open("folder/there"),
    "list": lambda bucket: bucket.listdir("folder"),
    "exists": lambda bucket: bucket.exists("folder/there"),
    "delete": lambda bucket: bucket.delete("folder/there"),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("fault", AWAY)
def test_it_is_given_up_in_time(bucket, emulator, fault, operation):
    emulator.fault = fault
    began = time.monotonic()

    with pytest.raises(StorageUnavailableError):
        operation(bucket)

    assert time.monotonic() - began < PATIENCE_S


def test_it_is_used_again_as_soon_as_it_is_back(bucket, emulator):
    emulator.fault = Fault.RESET
    with pytest.raises(StorageUnavailableError):
        bucket.exists("folder/there")

    emulator.fault = Fault.NONE

    assert bucket.open("folder/there").read() == b"picture"
