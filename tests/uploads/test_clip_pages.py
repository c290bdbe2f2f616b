"""What visitors and staff see and do of a clip: progress, player, sound, deletion, another try."""

from tempfile import TemporaryFile

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.urls import reverse

from processing.recipe import Recipe
from tests.responses import body_of
from uploads import clip_rendering
from uploads.judging import judge
from uploads.models import Clip, Picture
from uploads.originals import read_original
from uploads.removal import remove
from uploads.tasks import process_clip

FACES = [{"op": "faces"}]
RECIPE = Recipe.parse(FACES)


def result_url(row):
    return f"{row.upload.get_absolute_url()}{row.number}/result"


def test_a_browser_gets_a_result_in_parts(client, clip):
    process_clip(clip.pk)

    answer = client.get(result_url(clip), headers={"Range": "bytes=0-99"})

    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    assert len(body_of(answer)) == 100


def test_a_part_of_another_file_is_answered_with_the_whole(client, clip):
    process_clip(clip.pk)
    whole = client.get(result_url(clip))

    same, other = (
        client.get(result_url(clip), headers={"Range": "bytes=0-99", "If-Range": tag})
        for tag in (whole["ETag"], '"another"')
    )

    assert (same.status_code, other.status_code) == (206, 200)
    assert body_of(other) == body_of(whole)


def test_the_page_plays_a_clip_and_says_what_was_hidden(client, clip):
    process_clip(clip.pk)

    page = client.get(clip.upload.get_absolute_url()).content.decode()

    assert f'src="{result_url(clip)}"' in page
    assert "<video" in page


def test_the_page_shows_how_far_a_clip_is(client, clip):
    claimed = Clip.claim(clip.pk)
    claimed.progress(3, 12)

    page = client.get(clip.upload.get_absolute_url()).content.decode()

    assert '<progress class="w-100" value="3" max="12"' in page
    answer = client.get(f"/api/v1/uploads/{clip.upload.slug}").json()["pictures"][0]
    assert (answer["kind"], answer["frames_done"], answer["frames"]) == ("clip", 3, 12)


def test_sound_is_left_out_on_request(db, client, film):
    sent = {
        "files": SimpleUploadedFile("a.mp4", film),
        "recipe": '[{"op": "faces"}]',
        "sound": "false",
    }
    client.post("/api/v1/uploads", sent)
    form = {"files": SimpleUploadedFile("a.mp4", film), "recipe": "faces", "without_sound": "on"}
    client.post(reverse("uploads:create"), form)

    assert Clip.objects.count() == 2
    for clip in Clip.objects.all():
        process_clip(clip.pk)
    assert set(Clip.objects.values_list("state", "has_sound")) == {("done", False)}


def test_a_clip_that_is_deleted_is_left_alone_at_the_next_second(clip, monkeypatch):
    monkeypatch.setattr(clip_rendering, "_RECORD_EVERY_S", 0)
    worked = []

    def delete_it(self, done, total):
        worked.append(done)
        if done == 3:
            remove(self.upload)
        progress(self, done, total)

    progress = Clip.progress
    monkeypatch.setattr(Clip, "progress", delete_it)

    process_clip(clip.pk)

    assert worked == [1, 2, 3]
    assert not Picture.objects.exists()


def test_a_damaged_clip_fails_with_a_sentence(send, film, client):
    send({"clip.mp4": film[:-400] + bytes(400)}, FACES)
    torn = bytearray(film)
    middle = film.index(b"mdat")
    torn[middle + 8 : middle + 4000] = bytes(3992)
    send({"clip.mp4": bytes(torn)}, FACES)

    for clip in Clip.objects.all():
        process_clip(clip.pk)

    assert set(Clip.objects.values_list("state", "error_code")) <= {
        ("failed", "damaged"),
        ("done", ""),
    }
    assert Clip.objects.filter(state="failed").exists()


def test_staff_can_have_a_failed_clip_tried_again(clip):
    Clip.claim(clip.pk).fail("damaged")

    assert Picture.objects.get().try_again()
    process_clip(clip.pk)

    assert Clip.objects.get().state == "done"


def test_a_clip_is_done_again_from_its_original_without_being_read_whole(clip, film, monkeypatch):
    with TemporaryFile() as file:
        read_original(clip, file)
        monkeypatch.setattr(UploadedFile, "read", None)

        good, refused = judge([UploadedFile(file, "clip.mp4", size=len(film))], RECIPE)

    assert (refused, good[0].is_clip) == ([], True)
