"""A bucket that is away in any way is given up in time, and fails like a disk."""

import time
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from google.auth.credentials import AnonymousCredentials

from core.storage import PIECE_BYTES, PrivateBucket
from core.stored_files import StorageUnavailableError
from processing.recipe import Recipe
from processing.refusal import Refused
from tests.environment import start_valkey
from tests.faults.proxy import Fault, Proxy
from tests.faults.web import Web, assert_503, web
from uploads.intake import submit
from uploads.models import OrphanedFile, Upload
from uploads.removal import purge

AWAY = [fault for fault in Fault if fault is not Fault.NONE]
PATIENCE_S = 15
"""Longer than any deadline here, shorter than Google's client would go on by itself."""


RECIPES = {"/": "grayscale", "/api/v1/uploads": '[{"op": "grayscale"}]'}
OPTIONS = {
    "bucket_name": "pictures",
    "project_id": "emulated",
    "credentials": AnonymousCredentials(),
    "querystring_auth": False,
    "max_memory_size": 1 << 20,
}


@pytest.fixture
def bucket(emulator, monkeypatch):
    """The bucket behind the proxy, with one object."""
    emulator.fault = Fault.NONE
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{emulator.port}")
    bucket = PrivateBucket(**OPTIONS)
    bucket.save("folder/there", ContentFile(b"picture"))
    bucket.within_s = 0.5
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


@pytest.fixture
def site_in_bucket(settings, bucket):
    """The site on the bucket, within the time of a test."""
    backend = {"BACKEND": "core.storage.PrivateBucket", "OPTIONS": {**OPTIONS, "within_s": 0.5}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def post(client, jpeg):
    """Upload a picture to a path, in the form that it takes."""

    def post(path):
        picture = SimpleUploadedFile("a.jpg", jpeg)
        return client.post(path, {"files": picture, "recipe": RECIPES[path]})

    return post


@pytest.mark.usefixtures("db", "site_in_bucket")
@pytest.mark.parametrize("path", ["/api/v1/uploads", "/"])
@pytest.mark.parametrize("fault", AWAY)
def test_an_upload_is_answered_503_and_nothing_stays(post, bucket, emulator, fault, path):
    before = folders_of(bucket)
    emulator.fault = fault

    answer = post(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"could not be stored" in answer.content
    assert not Upload.objects.visible().exists()
    purge_when_back(emulator)
    assert not Upload.objects.exists()
    assert folders_of(bucket) == before


@pytest.mark.usefixtures("db", "site_in_bucket")
def test_what_was_stored_before_the_bucket_went_away_is_removed_when_it_is_back(
    bucket, emulator, jpeg, monkeypatch
):
    before = folders_of(bucket)
    save = PrivateBucket._save

    def breaks_at_the_second(storage, name, content):
        if name.endswith("2-original"):
            emulator.fault = Fault.STALL
        return save(storage, name, content)

    monkeypatch.setattr(PrivateBucket, "_save", breaks_at_the_second)
    files = [SimpleUploadedFile(f"{n}.jpg", jpeg) for n in range(3)]
    with pytest.raises(Refused):
        submit(files, Recipe.parse([{"op": "grayscale"}]), 3600)

    emulator.fault = Fault.NONE
    assert folders_of(bucket) != before
    OrphanedFile.objects.update(due_at=timezone.now())  # a minute has passed
    purge_when_back(emulator)

    assert folders_of(bucket) == before
    assert not Upload.objects.exists()


@pytest.fixture(scope="module")
def served(emulator: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The web process as it is run, on the bucket behind the proxy."""
    apart = tmp_path_factory.mktemp("valkey")
    valkey = start_valkey(apart)
    with web(
        tmp_path_factory.mktemp("site"),
        REDIS_URL=f"unix://{apart}/valkey.sock",
        GS_BUCKET_NAME="pictures",
        STORAGE_EMULATOR_HOST=f"http://127.0.0.1:{emulator.port}",
    ) as served:
        yield served
    valkey.kill()
    valkey.wait(10)


@pytest.mark.long
@pytest.mark.parametrize("path", ["/api/v1/uploads", "/"])
@pytest.mark.parametrize("fault", AWAY)
def test_the_web_process_answers_in_time_and_keeps_no_row(served, emulator, jpeg, fault, path):
    emulator.fault = Fault.NONE
    assert served.get("/readyz").json()["storage"] == "ok"
    emulator.fault = fault

    answer = served.send(jpeg, path)

    assert_503(answer, "storage")


def purge_when_back(emulator):
    """As a worker does, with its patience."""
    emulator.fault = Fault.NONE
    default_storage.within_s = 30
    purge()


def folders_of(bucket):
    return {blob.name.partition("/")[0] for blob in bucket.bucket.list_blobs()}
