"""What is recorded of pushed frames: turned, masked, with faces hidden."""

from django.core.files.storage import default_storage

from cameras.models import Camera
from processing import faces
from processing.images import decode
from processing.limits import Limits
from recordings.models import Recording


def test_the_recording_of_a_camera_that_hides_faces_hides_them(push, door, face_jpeg, run_tasks):
    Camera.objects.update(hide_faces=True)

    push(face_jpeg)
    run_tasks()

    assert faces.find(pixels(Recording.objects.get())) == []


def test_the_recording_of_a_camera_that_is_turned_is_turned(push, door, jpeg, run_tasks):
    Camera.objects.update(rotation=90)

    push(jpeg)
    run_tasks()

    recording = Recording.objects.get()
    assert (recording.width, recording.height) == (48, 64)
    assert pixels(recording).shape == (64, 48, 3)


def test_the_settings_of_the_moment_it_is_kept_hold_for_what_was_pushed_before(
    push, door, jpeg, run_tasks
):
    push(jpeg)
    Camera.objects.update(rotation=90, privacy_masks=[[[0, 0], [1, 0], [1, 1], [0, 1]]])
    run_tasks()

    recording = Recording.objects.get()
    assert (recording.width, recording.height) == (48, 64)
    assert pixels(recording).max() < 8


def pixels(recording):
    with default_storage.open(recording.image) as file:
        return decode(file.read(), Limits())[0]
