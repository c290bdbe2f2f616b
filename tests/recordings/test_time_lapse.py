"""Recordings of a day or a range as a time-lapse: its frames and its progress."""

import cv2
import numpy as np
from django.core.files.storage import default_storage

from recordings import time_lapse_rendering
from recordings.models import Recording, TimeLapse
from recordings.tasks import make_time_lapse
from uploads.models import OrphanedFile


def frames_of(lapse, tmp_path):
    """Each frame's brightness in its middle."""
    local = tmp_path / "time-lapse.mp4"
    with default_storage.open(lapse.result) as stored:
        local.write_bytes(stored.read())
    video, found = cv2.VideoCapture(str(local)), []
    while (answer := video.read())[0]:
        found.append((answer[1].shape, int(answer[1][150:200, 280:360].mean())))
    return found


def test_a_time_lapse_shows_every_recording_of_its_time_in_order(
    shades, lapse_of, recording_of, tmp_path
):
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


def test_the_time_of_each_recording_is_written_into_its_frame(shades, lapse_of, monkeypatch):
    lines = []
    stamped = time_lapse_rendering.stamped
    monkeypatch.setattr(
        time_lapse_rendering,
        "stamped",
        lambda frame, line: lines.append(line) or stamped(frame, line),
    )

    make_time_lapse(lapse_of(shades).pk)

    assert lines[:2] == ["2026-11-20 12:00:00", "2026-11-20 12:01:00"]


def test_progress_is_recorded_while_it_is_made(shades, lapse_of, monkeypatch):
    monkeypatch.setattr(time_lapse_rendering, "_RECORD_EVERY_S", 0)
    progress_seen = []
    progress = TimeLapse.progress

    def watched(time_lapse, done, **fields):
        progress_seen.append(done)
        progress(time_lapse, done, **fields)

    monkeypatch.setattr(TimeLapse, "progress", watched)

    make_time_lapse(lapse_of(shades).pk)

    assert progress_seen == list(range(13))


def test_a_recording_that_is_deleted_meanwhile_is_left_out(shades, lapse_of, tmp_path):
    default_storage.delete(Recording.objects.order_by("taken_at")[5].image)
    lapse = lapse_of(shades)

    make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    assert len(frames_of(lapse, tmp_path)) == 11


def test_a_time_without_recordings_fails_and_says_why(staff, camera, lapse_of):
    lapse = lapse_of(camera)

    make_time_lapse(lapse.pk)

    assert (
        "There are no recordings in these days."
        in staff.get(lapse.get_absolute_url()).content.decode()
    )
