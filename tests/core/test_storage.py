"""Pictures in a bucket, against the emulator of Google Cloud Storage."""

import io
import json
import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile, File

from core.google_credentials import credentials_from
from core.storage import PIECE_BYTES, PrivateBucket
from core.stored_files import StorageUnavailableError
from tests.core.buckets import options
from tests.core.google import google
from tests.core.watched_file import Watched
from tests.processes import ROOT, free_port


def test_an_address_is_signed_for_ten_minutes_and_one_way_of_showing(service_account_key):
    credentials = credentials_from(json.dumps(service_account_key))
    bucket = PrivateBucket(
        **options(credentials=credentials, querystring_auth=True, expiration=600)
    )

    address = bucket.signed_address("folder/one", "image/png", 'inline; filename="a.png"')

    query = parse_qs(urlsplit(address).query)
    assert query["X-Goog-Expires"] == ["600"]
    assert query["response-content-type"] == ["image/png"]
    assert query["response-content-disposition"] == ['inline; filename="a.png"']
    assert len(query["X-Goog-Signature"][0]) > 100


def test_a_large_file_arrives_whole(bucket):
    content = bytes(range(256)) * 40_000

    bucket.save("large", File(io.BytesIO(content), name="large"))

    assert bucket.open("large").read() == content


def test_a_large_file_goes_up_in_pieces_and_never_whole(bucket):
    content = Watched(bytes(20_000_000))

    bucket.save("watched", File(content, name="watched"))

    assert content.most_bytes <= PIECE_BYTES
    assert bucket.size("watched") == 20_000_000


def test_a_large_file_that_is_read_lies_on_the_disk(bucket):
    bucket.save("on-disk", ContentFile(bytes(5_000_000)))

    with bucket.open("on-disk") as stored:
        stored.read(1)

        assert stored.file.fileno() > 2  # what lies in memory has no descriptor of the system
        assert stored.file._rolled


def test_no_connection_is_made_before_a_worker_forks(tmp_path, service_account_key):
    loaded = """
from gazokako.celery import app
from core.redis_client import redis_client
from django.core.files.storage import default_storage
app.loader.import_default_modules()
print(default_storage._client, redis_client.cache_info().currsize, len(app.tasks) > 10)
"""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "x",
        "GS_BUCKET_NAME": "pictures",
        "GOOGLE_APPLICATION_CREDENTIALS": json.dumps(service_account_key),
    }

    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", loaded],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout == "None 0 True\n"


def test_a_bucket_that_does_not_exist_fails_like_a_disk(emulator, monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", emulator)

    with pytest.raises(OSError, match="no-such-bucket"):
        PrivateBucket(**options(bucket_name="no-such-bucket")).save("x", ContentFile(b"x"))


@pytest.mark.parametrize("number_of_bytes", [1, 5_000_000])
@pytest.mark.parametrize(("status", "fault"), [(404, FileNotFoundError), (403, OSError)])
def test_a_refusal_in_the_middle_fails_like_a_disk(monkeypatch, status, fault, number_of_bytes):
    with google(status, {"error": {"message": "no"}}) as address:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)

        with pytest.raises(fault):
            PrivateBucket(**options()).save("x", ContentFile(bytes(number_of_bytes)))


@pytest.mark.parametrize("number_of_bytes", [1, 5_000_000])
def test_what_is_there_already_was_stored_by_an_earlier_try(monkeypatch, number_of_bytes):
    with google(412, {"error": {"message": "conditionNotMet"}}) as address:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)

        assert PrivateBucket(**options()).save("x", ContentFile(bytes(number_of_bytes))) == "x"


def test_an_unreachable_service_fails_like_a_disk(monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{free_port()}")

    with pytest.raises(StorageUnavailableError):
        PrivateBucket(**options(within_s=0.5)).save("x", ContentFile(b"x"))
