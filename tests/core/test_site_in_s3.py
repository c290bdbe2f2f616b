"""The whole site with its pictures in a bucket of a storage that speaks S3."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.core.checks import run_checks

from core.disk import disk_usage
from tests.core.s3 import KEYS, options
from tests.processes import ROOT


@pytest.fixture
def site_in_bucket(settings, s3_address):
    """Puts the application on a bucket, with other options where they are given."""

    def move(**changed):
        backend = {"BACKEND": "core.s3_storage.PrivateS3Bucket"}
        default = {**backend, "OPTIONS": options(s3_address, **changed)}
        settings.STORAGES = {**settings.STORAGES, "default": default}

    return move


def storage_checks():
    return run_checks(tags=["storage"], include_deployment_checks=True)


def test_the_deployment_check_names_the_bucket_it_cannot_use(site_in_bucket):
    site_in_bucket(bucket_name="no-such-bucket")

    (error,) = storage_checks()

    assert error.msg == (
        "could not write to the bucket no-such-bucket (S3_BUCKET_NAME): there is no bucket of this "
        "name; create it, or correct the name"
    )


SHOWN = """
from django.conf import settings
from django.core.files.storage import default_storage
from gazokako.celery import app
app.loader.import_default_modules()
print("connection" in vars(default_storage))
print(default_storage.signed_address("folder/one", "image/png", "inline"))
print(*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"])
"""


def started(tmp_path, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", SHOWN],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "x",
            "S3_BUCKET_NAME": "pictures",
            "S3_ACCESS_KEY_ID": KEYS["access_key"],
            "S3_SECRET_ACCESS_KEY": KEYS["secret_key"],
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "endpoint", ["https://s3.amazonaws.com", "https://account.r2.example", "http://minio:9000"]
)
def test_the_settings_sign_addresses_that_pages_may_show(tmp_path, endpoint):
    run = started(tmp_path, S3_ENDPOINT_URL=endpoint)

    connected, address, sources = run.stdout.splitlines()
    assert connected == "False"  # before a worker forks there is no connection
    assert address.startswith(f"{endpoint}/pictures/folder/one?")
    assert urlsplit(address).query.count("X-Amz-Signature=") == 1
    assert f"{endpoint}/pictures/" in sources.split()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"S3_ACCESS_KEY_ID": ""}, "S3_BUCKET_NAME is set, but S3_ACCESS_KEY_ID or"),
        ({"S3_ENDPOINT_URL": "minio:9000"}, "S3_ENDPOINT_URL: Must be like https://"),
        ({"GS_BUCKET_NAME": "other"}, "S3_BUCKET_NAME and GS_BUCKET_NAME are both set"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path, wrong, sentence):
    run = started(tmp_path, **wrong)

    assert run.stderr.startswith(f"gazokako cannot start: {sentence}")
    assert run.stderr.count("\n") == 1


def test_a_bucket_has_no_disk_that_fills(settings):
    settings.BUCKET_NAME = "pictures"

    assert disk_usage() is None
