"""Clips sent in: judged at the door, worked on by a task of their own, served in parts."""

import io

import av
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.job_queue import queue_of
from core.redis_client import redis_client
from processing.clip_limits import ClipLimits
from uploads.intake import AllRefused
from uploads.models import Clip, OrphanedFile, Picture
from uploads.tasks import process_clip, process_next, sweep_pictures

FACES = [{"op": "faces"}]


def moving_gif():
    pictures = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "green")]
    file = io.BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:], duration=100)
    return file.getvalue()


def test_a_queued_clip_ends_done_with_its_result_in_storage(clip):
    process_clip(clip.pk)

    clip.refresh_from_db()
    assert (clip.state, clip.media_type, clip.kind) == ("done", "video/mp4", "clip")
    assert (clip.width, clip.height, clip.frames, clip.persons.count()) == (320, 240, 6, 1)
    assert clip.has_sound
    with default_storage.open(clip.result) as stored, av.open(stored) as shown:
        assert len(list(shown.decode(video=0))) == 6
    assert clip.result_bytes == default_storage.size(clip.result)
    assert not OrphanedFile.objects.exists()


def test_pictures_and_clips_travel_together_and_wait_in_queues_of_their_own(send, film, jpeg):
    upload = send({"photo.jpg": jpeg, "clip.mp4": film}, FACES).upload

    process_next()
    process_next()

    still, moving = upload.pictures.all()
    assert (still.kind, still.state) == ("picture", "done")
    assert (moving.kind, moving.state) == ("clip", "queued")
    assert Picture.claim(moving.pk) is None
    assert queue_of(Clip.task_name) == "clips" != queue_of(Picture.task_name)


def test_a_clip_has_its_message_once_the_upload_is_committed(
    send, film, jpeg, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send({"photo.jpg": jpeg, "clip.mp4": film}, FACES)

    assert (redis_client().llen("clips"), redis_client().llen("pictures")) == (1, 1)


def test_a_clip_whose_message_was_lost_is_queued_again(clip):
    Clip.objects.update(due_at="2000-01-01T00:00Z")

    sweep_pictures()

    assert (redis_client().llen("clips"), redis_client().llen("pictures")) == (1, 0)


def test_what_would_flicker_is_refused_for_clips_alone(send, film, jpeg):
    recipe = [{"op": "sketch"}]

    upload = send({"photo.jpg": jpeg, "clip.mp4": film}, recipe).upload

    assert upload.refused == [{"name": "clip.mp4", "code": "not_for_clips"}]
    with pytest.raises(AllRefused) as refusal:
        send({"clip.mp4": film}, recipe)
    assert refusal.value.code == "not_for_clips"


@pytest.mark.parametrize(
    ("limits", "answered"),
    [
        (ClipLimits(max_bytes=1000), (413, "clip_too_heavy")),
        (ClipLimits(max_long_side_px=100), (422, "clip_too_large")),
        (ClipLimits(max_duration_s=-1), (422, "clip_too_long")),
    ],
)
@pytest.mark.django_db
def test_a_clip_past_a_limit_is_turned_away_and_nothing_is_kept(
    client, settings, film, limits, answered
):
    settings.CLIP_LIMITS = limits

    answer = client.post(
        "/api/v1/uploads",
        {"files": SimpleUploadedFile("a.mp4", film), "recipe": '[{"op": "faces"}]'},
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == answered
    assert not Picture.objects.exists()


def test_a_clip_that_is_larger_than_a_picture_may_be_is_taken_whole(db, client, settings, film):
    settings.PICTURE_LIMITS = type(settings.PICTURE_LIMITS)(max_bytes=1000)

    answer = client.post(
        "/api/v1/uploads",
        {"files": SimpleUploadedFile("a.mp4", film), "recipe": '[{"op": "grayscale"}]'},
    )

    assert answer.status_code == 202
    process_clip(Clip.objects.get().pk)
    assert Clip.objects.get().state == "done"


def test_an_animated_gif_moves_on_as_a_clip(send):
    send({"moving.gif": moving_gif()}, FACES)

    process_clip(Clip.objects.get(kind="clip").pk)

    clip = Clip.objects.get()
    assert (clip.state, clip.media_type, clip.frames) == ("done", "video/mp4", 3)
    assert (clip.has_sound, clip.was_animated) == (False, False)


@pytest.mark.parametrize(
    ("recipe", "limits"),
    [([{"op": "sketch"}], ClipLimits()), (FACES, ClipLimits(max_long_side_px=32))],
)
def test_an_animated_gif_that_cannot_be_a_clip_stays_a_picture(send, settings, recipe, limits):
    settings.CLIP_LIMITS = limits
    send({"moving.gif": moving_gif()}, recipe)

    process_next()

    picture = Picture.objects.get()
    assert (picture.kind, picture.state, picture.was_animated) == ("picture", "done", True)
