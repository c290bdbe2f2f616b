"""The staff's overview: what it shows, and what staff can do there."""

from datetime import timedelta

import pytest
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from cameras.models import Camera
from core.redis_client import redis_client
from uploads.models import Picture, Upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """No worker runs here; nobody waits for its answer."""
    redis_client().flushdb()
    monkeypatch.setattr("gazokako.readiness.WORKER_TIMEOUT_S", 0.1)


@pytest.fixture
def failed():
    upload = Upload.objects.create(
        recipe=[{"op": "faces"}], expires_at=timezone.now() + timedelta(days=1)
    )
    return Picture.objects.create(
        upload=upload,
        number=3,
        original="a/3-original",
        state=Picture.State.FAILED,
        error_code="damaged",
        attempts=3,
        ended_at=timezone.now(),
    )


def text_of(client):
    response = client.get("/staff/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_queue_failures_cameras_and_storage(admin_client, failed, settings):
    Camera.objects.create(slug="secret-slug", name="Front door", source="demo:")
    Picture.objects.create(upload=failed.upload, number=4, original="a/4-original")

    text = text_of(admin_client)

    assert "picture 3" in text
    assert "damaged or incomplete" in text
    assert "Front door" in text
    assert "does not answer (TimeoutError)" in text
    assert str(settings.DATA_DIR) in text
    assert failed.upload.slug not in text


def test_a_failed_picture_is_queued_as_if_it_were_new(admin_client, failed):
    response = admin_client.post(f"/staff/pictures/{failed.pk}/retry/")

    assert (response.status_code, response["Location"]) == (303, "/staff/")
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error_code) == ("queued", 0, "")
    assert failed.version == 2
    assert redis_client().llen("pictures") == 1
    assert not failed.is_corrected
    assert "queued again" in text_of(admin_client)


@pytest.mark.parametrize("change", [{"state": "done"}, {"upload": "expired"}])
def test_what_is_not_failed_any_more_stays_as_it_is(admin_client, failed, change):
    if "state" in change:
        Picture.objects.update(state=Picture.State.DONE)
    else:
        Upload.objects.update(expires_at=timezone.now())
    before = Picture.objects.values_list("state", flat=True).get()

    admin_client.post(f"/staff/pictures/{failed.pk}/retry/")

    assert Picture.objects.values_list("state", flat=True).get() == before
    assert redis_client().llen("pictures") == 0
    assert "not failed any more" in text_of(admin_client)


def test_a_run_from_before_cannot_record_into_the_retried_picture(admin_client, failed):
    before = Picture.objects.get()
    before.attempts = 1

    admin_client.post(f"/staff/pictures/{failed.pk}/retry/")
    Picture.claim(failed.pk)

    assert not before.fail("processing_failed")
    assert Picture.objects.get().state == "running"


def test_what_has_expired_is_not_listed(admin_client, failed):
    Upload.objects.update(expires_at=timezone.now())

    assert "picture 3" not in text_of(admin_client)


def test_an_upload_is_deleted(admin_client, failed):
    admin_client.post(f"/staff/uploads/{failed.upload_id}/delete/")

    assert not Upload.objects.exists()


def test_without_redis_it_says_so(admin_client, monkeypatch):
    def gone():
        raise RedisGone

    for module in ("gazokako.readiness", "core.job_queue", "cameras.live.status_reader"):
        monkeypatch.setattr(f"{module}.redis_client", gone)

    assert "does not answer (ConnectionError)" in text_of(admin_client)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/staff/"),
        ("post", "/staff/pictures/{}/retry/"),
        ("post", "/staff/uploads/{}/delete/"),
    ],
)
def test_others_are_asked_to_log_in(client, failed, method, path):
    pk = failed.pk if "pictures" in path else failed.upload_id

    response = getattr(client, method)(path.format(pk))

    assert response["Location"].startswith("/admin/login/?next=/staff/")
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_unknown_pictures_and_uploads_are_not_found(admin_client):
    assert admin_client.post("/staff/pictures/77/retry/").status_code == 404
    assert admin_client.post("/staff/uploads/77/delete/").status_code == 404
