"""The result page: progress, then what became of each picture, in honest words."""

import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from processing import turbojpeg
from tests.processing.coefficients import jpeg_of
from tests.processing.malformed_files import spoilt
from tests.processing.picture_files import heif_of
from tests.uploads.owning import own
from uploads.models import Picture, Upload
from uploads.tasks import process_picture


def page_of(client, upload, **headers):
    """The page as it is for who sent the upload."""
    response = own(client, upload).get(upload.get_absolute_url(), headers=headers)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def process():
    def process(upload):
        for picture in upload.pictures.all():
            process_picture(picture.pk)
        return upload

    return process


def test_it_works(client, send):
    assert "Your pictures" in page_of(client, send().upload)


def test_while_pictures_wait_the_page_renews_itself_with_and_without_script(client, send):
    page = page_of(client, send().upload)

    assert " data-renew" in page
    assert '<noscript><meta http-equiv="refresh"' in page.replace("\n", "")
    assert "Waiting for its turn" in page


def test_when_all_have_ended_the_page_rests(client, send, process):
    page = page_of(client, process(send().upload))

    assert " data-renew" not in page
    assert 'http-equiv="refresh"' not in page


def test_the_script_gets_the_changing_part_alone(client, send):
    part = page_of(client, send().upload, hx_request="true")

    assert part.lstrip().startswith('<div id="pictures"')
    assert "<html" not in part


def test_progress_is_shown_per_picture(client, send, jpeg):
    upload = send({"a.jpg": jpeg, "b.jpg": jpeg, "c.jpg": jpeg}).upload
    first, second, _third = upload.pictures.all()
    process_picture(first.pk)
    Picture.claim(second.pk)

    page = page_of(client, upload)

    assert "1 of 3 finished" in page
    assert "Processing …" in page
    assert "Waiting for its turn" in page


def test_how_many_wait_before_it_is_told(client, send, jpeg):
    send({"a.jpg": jpeg, "b.jpg": jpeg})
    upload = send().upload
    upload.pictures.update(turn=9)

    assert "2 pictures of others come first, about 1 min" in page_of(client, upload)


def test_what_is_said_once_at_the_end_is_said_then_alone(client, send, process):
    upload = send().upload

    assert 'data-announce=""' in page_of(client, upload)
    assert 'data-announce="Finished: 1 picture is ready."' in page_of(client, process(upload))


def test_a_done_picture_is_shown_and_can_be_downloaded(client, send, process):
    upload = process(send().upload)

    page = page_of(client, upload)

    assert f'src="/r/{upload.slug}/1/preview"' in page
    assert f'href="/r/{upload.slug}/1/result?download"' in page
    assert "64 × 48" in page


def test_faces_found_are_counted_with_a_warning_that_some_may_be_missed(
    client, send, process, face_jpeg
):
    upload = process(send({"face.jpg": face_jpeg}, [{"op": "faces"}]).upload)

    assert "1 face hidden. Detection can miss faces: look before you share." in page_of(
        client, upload
    )


def test_no_face_found_is_never_passed_off_as_hidden(client, send, process):
    page = page_of(client, process(send(recipe=[{"op": "faces"}]).upload))

    assert "No face was found, so nothing is hidden." in page
    assert "face hidden" not in page


def test_without_looking_for_faces_none_are_spoken_of(client, send, process):
    assert "face was found" not in page_of(client, process(send().upload))


def test_a_moving_picture_that_cannot_be_a_clip_is_said_to_be_reduced_to_its_first_frame(
    client, send, process
):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])

    sent = send({"moving.gif": content.getvalue()}, [{"op": "sketch"}])
    page = page_of(client, process(sent.upload))

    assert "only its first frame was kept" in page


def test_of_a_damaged_picture_it_is_never_said_that_it_has_no_face(client, send):
    upload = send(recipe=[{"op": "faces"}]).upload
    upload.pictures.update(state="done", was_damaged=True)

    page = page_of(client, upload)

    assert "it cannot be said whether it shows faces" in page
    assert "Parts of this picture are damaged" in page
    assert "face was found" not in page


@pytest.mark.skipif(not turbojpeg.is_available(), reason="libturbojpeg is not installed")
def test_a_picture_with_bad_bytes_is_done_and_said_to_be_damaged(client, send, process, astronaut):
    upload = process(send({"bad.jpg": spoilt(jpeg_of(astronaut))}).upload)

    assert "Parts of this picture are damaged" in page_of(client, upload)


def test_several_pictures_in_one_file_are_not_called_a_moving_one(client, send, process):
    page = page_of(client, process(send({"two.heic": heif_of("red", "green")}).upload))

    assert "The file held several pictures; only the main one was kept." in page
    assert "animation" not in page


def test_a_failed_picture_says_why(client, send):
    upload = send().upload
    Picture.claim(upload.pictures.get().pk).fail("processing_failed")

    assert "could not be processed in the time and memory" in page_of(client, upload)


def test_refused_files_are_listed_with_the_reason(client, send, jpeg):
    page = page_of(client, send({"a.jpg": jpeg, "notes.jpg": b"text"}).upload)

    assert "<strong>notes.jpg</strong>: This is not a picture we can read" in page


def test_only_who_sent_it_sees_the_delete_button(client, jpeg, db, send):
    client.post("/", {"files": SimpleUploadedFile("a.jpg", jpeg), "recipe": "grayscale"})
    mine, strange = Upload.objects.get(), send().upload

    assert b"Delete everything now" in client.get(mine.get_absolute_url()).content
    assert b"Delete everything now" not in client.get(strange.get_absolute_url()).content


def test_sentences_stand_behind_one_another_as_the_language_has_it(client, send, process):
    upload = process(send(recipe=[{"op": "faces"}]).upload)
    Picture.objects.update(was_animated=True, had_others=True)

    assert "kept. The file held" in page_of(client, upload, **{"Accept-Language": "en"})
    japanese = page_of(client, upload, **{"Accept-Language": "ja"})
    assert "。この" in japanese or "。ファイル" in japanese
    assert "。 " not in japanese.partition("<article")[2].partition("</article")[0]
