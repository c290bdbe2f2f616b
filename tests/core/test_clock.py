"""The one clock of all processes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from redis.exceptions import RedisError

from core import clock
from core.clock import SharedNow
from uploads.models import Picture, Upload


@pytest.fixture
def upload(db):
    return Upload.objects.create(recipe=[], expires_at=timezone.now() + timedelta(minutes=4))


def now(upload):
    return Upload.objects.annotate(now=SharedNow()).values_list("now", flat=True).get(pk=upload.pk)


@pytest.fixture
def wrong_clock(monkeypatch):
    """This process's clock is ten minutes ahead."""
    later = timezone.now() + timedelta(minutes=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)


def test_it_is_that_of_the_database_or_of_redis_not_of_this_process(upload, wrong_clock):
    assert abs(now(upload) + timedelta(minutes=10) - timezone.now()) < timedelta(minutes=1)


def test_it_can_be_stored_added_to_and_compared(upload, wrong_clock):
    Upload.objects.update(created_at=SharedNow() - timedelta(seconds=30))

    assert Upload.objects.filter(created_at__lt=SharedNow()).exists()
    assert not Upload.objects.filter(created_at__gt=SharedNow() - timedelta(seconds=29)).exists()


def test_an_upload_that_has_not_expired_is_worked_on_whatever_this_clock_says(upload, wrong_clock):
    picture = Picture.objects.create(upload=upload, number=1, original="a/1-original")

    assert Picture.claim(picture.pk) is not None
    assert not Upload.objects.expired().exists()


def test_without_redis_sqlite_goes_by_this_process(upload, monkeypatch):
    def away():
        raise RedisError

    monkeypatch.setattr(clock, "redis_client", away)

    assert abs(now(upload) - timezone.now()) < timedelta(minutes=1)
