"""The whole site with its pictures in a bucket, against the emulator of Google Cloud Storage."""

from django.core.checks import run_checks

from tests.core.buckets import options


def test_the_deployment_check_names_the_bucket_it_cannot_use(settings, bucket):
    backend = {
        "BACKEND": "core.storage.PrivateBucket",
        "OPTIONS": options(bucket_name="no-such-bucket"),
    }
    settings.STORAGES = {**settings.STORAGES, "default": backend}

    (error,) = run_checks(tags=["storage"], include_deployment_checks=True)

    assert error.msg.startswith("could not write to the bucket no-such-bucket (GS_BUCKET_NAME)")
    assert "there is no bucket of this name" in error.msg


def test_the_deployment_check_knows_the_disk_too():
    assert run_checks(tags=["storage"], include_deployment_checks=True) == []
