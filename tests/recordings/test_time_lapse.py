"""A day or a range as a film: asked for by staff, made by a task, watched with its progress."""

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cameras.capture.power import remove as remove_camera
from core.stored_files import StorageTrouble
from processing.frames import encode_frame
from recordings import time_lapse_queue, time_lapse_rendering
from recordings.housekeeping import clean_up
from recordings.models import Recording, TimeLapse
from recordings.tasks import make_time_lapse
from tests.recordings.conftest import NOON
from tests.responses import body_of
from uploads.models import OrphanedFile

ADDRESS = "/cameras/door/time-lapses/"


@pytest.fixture
def shades(camera, recording_of):
    """Twelve recordings of one day, a minute apart, ever brighter."""
    for number in range(12):
        recording = recording_of(camera, number * 60)
        default_storage.delete(recording.image)
        grey = np.full((180, 320, 3), 20 * number, np.uint8)
        default_storage.save(recording.image, ContentFile(encode_frame(grey, 90)))
    return camera


@pytest.fixture
def lapse_of():
    def lapse_of(camera, **fields):
        midnight = NOON - timedelta(hours=12)
        time_range = {"begins_at": midnight, "ends_at": midnight + timedelta(days=1)}
        lives = {"expires_at": timezone.now() + timedelta(days=1)}
        return TimeLapse.objects.create(camera=camera, **time_range | lives | fields)

    return lapse_of


def frames_of(lapse, tmp_path):
    """Each frame's brightness in its middle."""
    local = tmp_path / "film.mp4"
    with default_storage.open(lapse.result) as stored:
        local.write_bytes(stored.read())
    film, found = cv2.VideoCapture(str(local)), []
    while (answer := film.read())[0]:
        found.append((answer[1].shape, int(answer[1][150:200, 280:360].mean())))
    return found


def test_a_film_shows_every_record_of_its_time_in_order(shades, lapse_of, recording_of, tmp_path):
    recording_of(shades, -86_400)
    recording_of(shades, 86_400)
    lapse = lapse_of(shades)

    make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    frames = frames_of(lapse, tmp_path)
    assert (lapse.state, lapse.frames, lapse.frames_done) == ("done", 12, 12)
    assert {shape for shape, _grey in frames} == {(360, 640, 3)}
    assert np.abs(np.array([grey for _shape, grey in frames]) - np.arange(0, 240, 20)).max() < 12
    assert not OrphanedFile.objects.exists()


def test_a_long_stretch_is_thinned_evenly(shades, lapse_of, monkeypatch, tmp_path):
    monkeypatch.setattr(time_lapse_rendering, "MAX_FRAMES", 5)
    lapse = lapse_of(shades)

    make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    greys = [grey for _shape, grey in frames_of(lapse, tmp_path)]
    assert np.abs(np.array(greys) - [0, 60, 120, 180]).max() < 12


def test_the_time_of_each_record_is_written_into_its_frame(shades, lapse_of, monkeypatch):
    lines = []
    stamped = time_lapse_rendering.stamped
    monkeypatch.setattr(
        time_lapse_rendering,
        "stamped",
        lambda frame, line: lines.append(line) or stamped(frame, line),
    )

    make_time_lapse(lapse_of(shades).pk)

    assert lines[:2] == ["2026-11-20 12:00:00", "2026-11-20 12:01:00"]


def test_progress_is_told_while_it_is_made(shades, lapse_of, monkeypatch):
    monkeypatch.setattr(time_lapse_rendering, "_TELL_EVERY_S", 0)
    progress_seen = []
    progress = TimeLapse.progress

    def watched(film, done, **fields):
        progress_seen.append(done)
        progress(film, done, **fields)

    monkeypatch.setattr(TimeLapse, "progress", watched)

    make_time_lapse(lapse_of(shades).pk)

    assert progress_seen == list(range(13))


def test_a_record_that_is_deleted_meanwhile_is_left_out(shades, lapse_of, tmp_path):
    default_storage.delete(Recording.objects.order_by("taken_at")[5].image)
    lapse = lapse_of(shades)

    make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    assert len(frames_of(lapse, tmp_path)) == 11


def test_a_time_without_records_fails_and_says_why(staff, camera, lapse_of):
    lapse = lapse_of(camera)

    make_time_lapse(lapse.pk)

    assert (
        "There are no recordings in these days."
        in staff.get(lapse.get_absolute_url()).content.decode()
    )


def test_two_messages_make_one_film(shades, lapse_of, stored):
    lapse = lapse_of(shades)
    make_time_lapse(lapse.pk)
    first = TimeLapse.objects.values().get()

    make_time_lapse(lapse.pk)

    assert TimeLapse.objects.values().get() == first
    assert len([name for name in stored() if name.endswith(".mp4")]) == 1


def test_one_film_at_a_time_and_the_next_one_follows(shades, lapse_of, sent):
    running = lapse_of(shades, state="running", due_at=timezone.now() + timedelta(minutes=1))
    first, second = lapse_of(shades), lapse_of(shades)

    make_time_lapse(first.pk)
    first.refresh_from_db()
    assert first.state == "queued"

    running.delete()
    make_time_lapse(first.pk)
    assert sent[-1] == ("recordings.tasks.make_time_lapse", (second.pk,))


def test_a_film_whose_worker_was_killed_is_made_by_another(shades, lapse_of, sent):
    lapse = lapse_of(shades, state="running", attempts=1)
    TimeLapse.objects.update(due_at=timezone.now() - timedelta(minutes=2))

    time_lapse_queue.sweep_time_lapses()
    make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    assert sent[0] == ("recordings.tasks.make_time_lapse", (lapse.pk,))
    assert (lapse.state, lapse.attempts) == ("done", 2)


def test_a_film_that_killed_three_workers_is_given_up(shades, lapse_of, sent):
    lapse = lapse_of(shades, state="running", attempts=3)
    TimeLapse.objects.update(due_at=timezone.now() - timedelta(minutes=2))

    time_lapse_queue.sweep_time_lapses()

    lapse.refresh_from_db()
    assert (lapse.state, lapse.error_code) == ("failed", "processing_failed")


def test_a_run_that_lost_its_turn_leaves_nothing_behind(shades, lapse_of, monkeypatch, stored):
    lapse = lapse_of(shades)
    store = time_lapse_rendering.store

    def deleted_meanwhile(source, key):
        TimeLapse.objects.all().delete()
        return store(source, key)

    monkeypatch.setattr(time_lapse_rendering, "store", deleted_meanwhile)
    make_time_lapse(lapse.pk)

    assert [name for name in stored() if name.endswith(".mp4")] == []


def test_storage_trouble_that_lasts_fails_the_film(shades, lapse_of, monkeypatch):
    def broken(*_args):
        raise StorageTrouble("gone fishing")

    monkeypatch.setattr(time_lapse_rendering, "store", broken)
    lapse = lapse_of(shades)
    for _attempt in range(3):
        make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    assert (lapse.state, lapse.error_code, lapse.attempts) == ("failed", "storage", 3)


def test_staff_asks_for_a_range_in_the_sites_time_zone(staff, camera, sent, settings):
    settings.TIME_ZONE = "Asia/Tokyo"

    answer = staff.post(ADDRESS, {"first": "2026-11-20", "last": "2026-11-22"})

    lapse = TimeLapse.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{ADDRESS}{lapse.pk}/")
    assert lapse.begins_at == datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert lapse.ends_at == datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_asking_puts_it_on_the_queue(staff, camera, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(ADDRESS, {"first": "2026-11-20"})

    assert sent == [("recordings.tasks.make_time_lapse", (TimeLapse.objects.get().pk,))]


@pytest.mark.parametrize(
    "days",
    [
        {},
        {"first": "x"},
        {"first": "2026-11-20", "last": "2026-11-19"},
        {"first": "0001-01-01"},
        {"first": "2026-11-20", "last": "9999-12-31"},
    ],
)
def test_days_that_make_no_sense_are_explained(staff, camera, days):
    answer = staff.post(ADDRESS, days)

    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not TimeLapse.objects.exists()


def test_the_page_tells_how_far_it_is_and_htmx_asks_for_that_part(staff, shades, lapse_of):
    lapse = lapse_of(shades, state="running", frames=12, frames_done=3)

    page = staff.get(lapse.get_absolute_url()).content.decode()
    part = staff.get(lapse.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert '<progress class="w-100" value="3" max="12"' in page
    assert 'http-equiv="refresh"' in page
    assert part.strip().startswith('<div class="panel" id="film"')


def test_the_film_can_be_had_in_parts_and_saved(staff, shades, lapse_of):
    lapse = lapse_of(shades)
    make_time_lapse(lapse.pk)
    address = f"{lapse.get_absolute_url()}video/"
    whole = body_of(staff.get(address))

    part = staff.get(address, headers={"Range": "bytes=10-99"})
    saved = staff.get(f"{address}?download")

    assert (part.status_code, body_of(part)) == (206, whole[10:100])
    assert part["Content-Range"] == f"bytes 10-99/{len(whole)}"
    assert staff.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert 'filename="door-2026-11-20-2026-11-20.mp4"' in saved["Content-Disposition"]


def test_time_lapses_are_for_staff(client, public_camera, lapse_of):
    lapse = lapse_of(public_camera)
    addresses = [ADDRESS, lapse.get_absolute_url(), f"{lapse.get_absolute_url()}video/"]

    assert [client.get(address).status_code for address in addresses] == [403] * 3
    assert client.post(ADDRESS, {"first": "2026-11-20"}).status_code == 403
    assert client.post(f"{lapse.get_absolute_url()}delete/").status_code == 403


@pytest.mark.parametrize("way", ["deleted", "expired", "camera removed"])
def test_films_go_with_their_files(staff, shades, lapse_of, stored, way):
    lapse = lapse_of(shades)
    make_time_lapse(lapse.pk)

    if way == "deleted":
        staff.post(f"{lapse.get_absolute_url()}delete/")
    elif way == "expired":
        TimeLapse.objects.update(expires_at=timezone.now())
        assert staff.get(lapse.get_absolute_url()).status_code == 404
    else:
        remove_camera(shades)
    clean_up()

    assert not TimeLapse.objects.exists()
    assert [name for name in stored() if name.endswith(".mp4")] == []
