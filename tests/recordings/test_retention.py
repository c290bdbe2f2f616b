"""As much is kept as the settings say, the oldest goes first, rows and files together."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cameras.models import Camera
from core.tokens import new_key
from recordings.housekeeping import clean_up
from recordings.models import (
    Recording,
    RecordingTotals,
)
from recordings.retention import apply_retention
from tests.recordings.conftest import NOON


def taken(camera):
    return sorted(recording.taken_at for recording in Recording.objects.filter(camera=camera))


def test_30001_pictures_leave_30000_rows_and_files(camera, stored):
    """With the limit that holds unless somebody changes it."""
    rows = [
        Recording(camera=camera, reason="motion", taken_at=NOON + timedelta(seconds=number),
                  width=1, height=1, size_bytes=2, files=new_key())
        for number in range(30_001)
    ]  # fmt: skip
    Recording.objects.bulk_create(rows, batch_size=1000)
    RecordingTotals.objects.create(camera=camera, count=30_001, size_bytes=60_002)
    folder = default_storage.path("recordings")
    default_storage.save("recordings/first", ContentFile(b""))
    default_storage.delete("recordings/first")
    for row in rows:
        for path in (row.image, row.thumbnail):
            with open(f"{folder}/{path.rpartition('/')[2]}", "wb") as file:  # noqa: PTH123
                file.write(b"x")

    assert clean_up() == 1

    assert (Recording.objects.count(), len(stored())) == (30_000, 60_000)
    assert not Recording.objects.filter(taken_at=NOON).exists()
    assert (RecordingTotals.objects.get().count, RecordingTotals.objects.get().size_bytes) == (
        30_000,
        60_000,
    )
    assert clean_up() == 0


def test_the_oldest_go_first(camera, recording_of, recording_settings, stored):
    for at_s in (30, 10, 20, 40):
        recording_of(camera, at_s)
    recording_settings(max_recordings=2)

    assert apply_retention(10) == 2

    assert taken(camera) == [NOON + timedelta(seconds=30), NOON + timedelta(seconds=40)]
    assert len(stored()) == 4


def test_what_is_too_old_goes(camera, recording_of, recording_settings):
    now = timezone.now()
    for days in (1, 4, 6):
        recording_of(camera, taken_at=now - timedelta(days=days))
    recording_settings(max_days=5)

    assert apply_retention(10) == 1

    assert taken(camera) == [now - timedelta(days=4), now - timedelta(days=1)]


def test_no_more_bytes_are_freed_than_are_over(camera, recording_of, recording_settings):
    for at_s in range(5):
        recording_of(camera, at_s, size_bytes=400_000)
    recording_settings(max_mb=1)

    assert apply_retention(10) == 3

    assert RecordingTotals.objects.get().size_bytes == 800_000


def test_whichever_limit_comes_first_counts(camera, recording_of, recording_settings):
    for at_s in range(5):
        recording_of(camera, at_s, size_bytes=400_000)
    recording_settings(max_mb=1, max_recordings=1, max_days=36_500)

    assert apply_retention(10) == 4


def test_each_camera_has_its_own_limit(camera, recording_of, recording_settings):
    other = Camera.objects.create(slug="yard", source="demo:")
    for at_s in range(3):
        recording_of(camera, at_s)
        recording_of(other, at_s)
    recording_settings(max_recordings=1)

    apply_retention(10)

    assert (len(taken(camera)), len(taken(other))) == (1, 3)


def test_the_site_has_a_limit_too_and_the_oldest_of_all_cameras_go(camera, recording_of, settings):
    other = Camera.objects.create(slug="yard", source="demo:")
    for at_s in range(0, 4, 2):
        recording_of(camera, at_s, size_bytes=100)
        recording_of(other, at_s + 1, size_bytes=100)
    settings.MAX_RECORDING_BYTES = 250

    assert apply_retention(10) == 2

    assert taken(camera) == [NOON + timedelta(seconds=2)]
    assert taken(other) == [NOON + timedelta(seconds=3)]


def test_a_round_is_bounded_and_the_next_goes_on(
    camera, recording_of, recording_settings, monkeypatch
):
    monkeypatch.setattr("recordings.retention._BATCH", 2)
    for at_s in range(7):
        recording_of(camera, at_s)
    recording_settings(max_recordings=0)

    assert [apply_retention(2), apply_retention(2), apply_retention(2)] == [4, 3, 0]


def test_a_round_with_nothing_to_do_asks_little_however_many_recordings_there_are(
    camera, recording_of, django_assert_max_num_queries
):
    for at_s in range(20):
        recording_of(camera, at_s)

    with django_assert_max_num_queries(5):
        apply_retention(10)
