"""Rounds of housekeeping: what expired, was deleted or has no row goes, bounded in time."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from cameras.capture.power import remove as remove_camera
from cameras.models import Camera
from recordings import removal
from recordings.housekeeping import clean_up
from recordings.models import (
    QuarterHourCount,
    Recording,
    RecordingTotals,
    ShareLink,
)
from recordings.tasks import clean_up as clean_up_task
from uploads.models import OrphanedFile
from uploads.orphaned_file import mark_pending


def test_what_storage_does_not_let_go_is_tried_again(camera, recording_of, monkeypatch, stored):
    recording = recording_of(camera)

    def refuses(_key):
        raise PermissionError("not now")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", refuses, raising=False)
        assert removal.remove([recording]) == 1
    assert (Recording.objects.count(), len(stored())) == (0, 2)

    clean_up()

    assert (stored(), OrphanedFile.objects.count()) == ([], 0)


def test_deleting_twice_counts_once(camera, recording_of):
    first, second = recording_of(camera), recording_of(camera, 1)

    assert removal.remove([first, second]) == 2
    assert removal.remove([first]) == 0

    assert (RecordingTotals.objects.get().count, RecordingTotals.objects.get().size_bytes) == (0, 0)
    assert not QuarterHourCount.objects.exists()


def test_files_that_a_killed_worker_left_go(db, stored):
    for name in ("old", "new"):
        default_storage.save(f"recordings/{name}.jpg", ContentFile(b"x"))
    mark_pending(["recordings/old.jpg", "recordings/new.jpg"])
    OrphanedFile.objects.filter(path="recordings/old.jpg").update(
        due_at=timezone.now() - timedelta(seconds=1)
    )

    clean_up()

    assert stored() == ["recordings/new.jpg"]
    assert OrphanedFile.objects.get().path == "recordings/new.jpg"


def test_removing_a_camera_takes_its_recordings_and_in_the_next_round_their_files(
    camera, recording_of, stored
):
    other = recording_of(Camera.objects.create(slug="yard", source="demo:"))
    for at_s in range(3):
        recording_of(camera, at_s)

    remove_camera(camera)
    assert list(Recording.objects.all()) == [other]
    clean_up()

    assert stored() == sorted([other.image, other.thumbnail])


def test_links_that_expired_are_removed(recording):
    ShareLink.objects.create(recording=recording, expires_at=timezone.now() - timedelta(seconds=1))
    good = ShareLink.objects.create(
        recording=recording, expires_at=timezone.now() + timedelta(hours=1)
    )

    clean_up()

    assert list(ShareLink.objects.all()) == [good]


def test_the_command_goes_on_until_nothing_is_over(
    camera, recording_of, recording_settings, monkeypatch, capsys
):
    monkeypatch.setattr("recordings.retention._BATCH", 1)
    for at_s in range(9):
        recording_of(camera, at_s)
    recording_settings(max_recordings=0)

    call_command("purge")

    assert capsys.readouterr().out.endswith("9 recordings removed\n")
    assert not Recording.objects.exists()


def test_a_round_ends_when_its_time_is_up(camera, recording_of, recording_settings):
    recording_of(camera)
    recording_settings(max_recordings=0)

    assert (clean_up(within_s=0), clean_up()) == (0, 1)


def test_it_runs_as_a_task_in_beat(camera, recording_of, recording_settings, settings):
    recording_of(camera)
    recording_settings(max_recordings=0)

    clean_up_task()

    assert not Recording.objects.exists()
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert "recordings.tasks.clean_up" in tasks
