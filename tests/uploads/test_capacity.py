"""A flood fills neither the queue nor the disk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.disk import DiskUsage
from core.redis_client import redis_client
from processing.refusal import Refused
from uploads import capacity
from uploads.models import Picture, Upload
from uploads.removal import remove
from uploads.tasks import process_next

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_known():
    redis_client().flushdb()


@pytest.fixture
def ask(client, jpeg):
    def ask(address="/api/v1/uploads"):
        files = {"files": SimpleUploadedFile("photo.jpg", jpeg)}
        return client.post(address, {**files, "recipe": '[{"op": "grayscale"}]'})

    return ask


def test_past_the_cap_of_the_queue_the_site_is_busy_and_says_when_to_try_again(ask, settings):
    settings.MAX_QUEUED_PICTURES = 2

    answers = [ask() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 503]
    assert answers[2].json()["error"]["code"] == "busy"
    assert int(answers[2]["Retry-After"]) > 0
    assert Upload.objects.count() == 2


def test_the_page_says_it_in_words_and_pages_go_on(ask, client, settings):
    settings.MAX_QUEUED_PICTURES = 0

    answer = ask("/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "busy" in answer.content.decode()
    assert client.get("/").status_code == 200


def test_there_is_room_again_as_soon_as_a_picture_is_begun(ask, settings):
    settings.MAX_QUEUED_PICTURES = 1
    ask()
    process_next()

    assert ask().status_code == 202


def test_past_the_quota_storage_is_full_and_what_waits_is_kept(ask, jpeg, settings):
    settings.MAX_UPLOADED_BYTES = 2 * len(jpeg)

    answers = [ask() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 503]
    assert answers[2].json()["error"]["code"] == "storage_full"
    assert int(answers[2]["Retry-After"]) > 0
    assert Picture.objects.filter(state="queued").count() == 2


def test_results_count_too_and_what_is_deleted_does_not(send, jpeg, settings):
    first = send().upload
    process_next()
    result_bytes = first.pictures.get().result_bytes
    redis_client().flushdb()
    assert capacity.stored_bytes() == len(jpeg) + result_bytes

    remove(first)
    redis_client().flushdb()

    assert capacity.stored_bytes() == 0


def test_a_disk_that_is_nearly_full_takes_nothing_more(send, monkeypatch):
    monkeypatch.setattr(capacity, "disk_usage", lambda: DiskUsage(10**11, 99 * 10**9, 10**9 - 1))

    with pytest.raises(Refused, match="storage_full"):
        send()


def test_a_bucket_has_no_disk_to_fill(send, monkeypatch):
    monkeypatch.setattr(capacity, "disk_usage", lambda: None)

    assert send().upload.pk


def test_with_redis_away_the_rows_are_asked(send, monkeypatch, settings):
    settings.MAX_UPLOADED_BYTES = 1

    def away():
        raise capacity.RedisError("away")

    monkeypatch.setattr(capacity, "redis_client", away)

    with pytest.raises(Refused, match="storage_full"):
        send()
