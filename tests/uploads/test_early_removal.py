"""REMOVE_ORIGINALS=when-ended: no original outlives its job, nothing that needs one is offered."""

import pytest
from django.core.files.storage import default_storage

from core.redis_client import redis_client
from core.stored_files import StorageTrouble
from tests.uploads.correcting import BOX, ask, current, run
from tests.uploads.owning import own
from uploads.models import OrphanedFile, Picture, Upload
from uploads.originals import are_kept
from uploads.tasks import process_clip, process_picture, remove_orphans

PAGE_WORDS = "Originals are deleted as soon as they are processed"


@pytest.fixture(autouse=True)
def early(settings):
    settings.REMOVE_ORIGINALS = "when-ended"


def files_of(upload):
    return sorted(default_storage.listdir(upload.folder)[1])


def test_a_done_pictures_original_is_gone_and_its_result_is_there(picture):
    process_picture(picture.pk)

    done = Picture.objects.get()
    assert (done.state, done.original, done.original_bytes) == ("done", "", 0)
    assert files_of(done.upload) == ["1-1-1-result.jpg"]
    assert not OrphanedFile.objects.exists()


def test_a_done_clips_original_is_gone(clip):
    process_clip(clip.pk)

    assert files_of(clip.upload) == ["1-1-1-result.mp4"]


def test_a_failed_pictures_original_goes_too(picture):
    Picture.claim(picture.pk).fail("damaged")

    assert Picture.objects.get().original == ""
    assert not default_storage.exists(picture.original)


@pytest.mark.django_db(transaction=True)
def test_it_stays_as_long_as_the_picture_is_tried_again(picture, monkeypatch):
    def away(*_args):
        raise StorageTrouble("not now")

    with monkeypatch.context() as patch:
        patch.setattr("uploads.rendering.store", away)
        process_picture(picture.pk)
    assert default_storage.exists(picture.original)

    process_picture(picture.pk)

    assert Picture.objects.get().is_done
    assert not default_storage.exists(picture.original)


def test_a_run_that_lost_its_turn_removes_nothing(picture):
    old = Picture.claim(picture.pk)
    Picture.objects.update(attempts=2)

    assert old.fail("damaged") is False

    assert default_storage.exists(picture.original)


def test_with_the_last_original_the_key_is_destroyed(send, jpeg):
    upload = send({"a.jpg": jpeg, "b.jpg": jpeg}).upload
    first, second = upload.pictures.all()

    Picture.claim(first.pk).fail("damaged")
    assert Upload.objects.get().cipher_key == upload.cipher_key

    Picture.claim(second.pk).fail("damaged")
    assert Upload.objects.get().cipher_key == ""


def test_what_storage_does_not_let_go_is_removed_later(picture, monkeypatch):
    def refuses(_key):
        raise PermissionError("not now")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", refuses, raising=False)
        process_picture(picture.pk)
    assert Picture.objects.get().is_done
    assert default_storage.exists(picture.original)

    redis_client().flushdb()  # no round was made yet
    remove_orphans()

    assert not default_storage.exists(picture.original)


def test_a_correction_by_the_api_is_not_found_and_changes_nothing(sent):
    answer = ask(sent, {"add": [{**BOX, "y": 10}]})

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
    assert (current().state, current().version) == ("done", 1)


def test_before_it_has_ended_a_correction_has_to_wait(send, two_faces):
    submission = send({"two.png": two_faces}, [{"op": "faces"}])

    assert ask(submission, {"keep": []}).status_code == 503


@pytest.fixture
def own_page(sent, client):
    own(client, sent.upload)
    return client


def test_the_page_says_so_and_offers_neither_corrections_nor_another_go(own_page, sent):
    page = own_page.get(f"/r/{sent.upload.slug}/").content.decode()

    assert PAGE_WORDS in page
    assert "/again" not in page
    assert 'name="show"' not in page
    assert 'class="correct' not in page
    assert "2 faces hidden" in page


def test_another_go_is_not_offered_while_pictures_wait_either(send, client):
    upload = send().upload
    own(client, upload)

    assert b"/again" not in client.get(f"/r/{upload.slug}/").content
    assert client.get(f"/r/{upload.slug}/again").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_go_is_not_found(own_page, sent, method):
    answer = getattr(own_page, method)(f"/r/{sent.upload.slug}/again", {"recipe": ["sepia"]})

    assert answer.status_code == 404
    assert Upload.objects.count() == 1


def test_a_form_from_an_older_page_is_answered_with_a_sentence(own_page, sent):
    address = f"/r/{sent.upload.slug}/1/faces"

    by_script = own_page.post(address, {"show": ["0"]}, headers={"HX-Request": "true"})
    by_form = own_page.post(address, {"show": ["0"]}, follow=True)

    assert by_script.status_code == 404
    assert b"It may have expired or been deleted." in by_form.content
    assert current().version == 1


def test_what_ended_before_the_setting_changed_is_corrected_once_more(send, two_faces, settings):
    settings.REMOVE_ORIGINALS = "with-upload"
    submission = send({"two.png": two_faces}, [{"op": "faces"}])
    run()
    settings.REMOVE_ORIGINALS = "when-ended"

    assert ask(submission, {"keep": []}).status_code == 202
    assert run().original == ""
    assert ask(submission, {"keep": [0]}).status_code == 404


def test_what_is_gone_is_not_offered_after_the_setting_changed_back(sent, settings):
    settings.REMOVE_ORIGINALS = "with-upload"

    assert not are_kept(sent.upload)


def test_staff_is_not_offered_to_try_it_again(admin_client, picture, monkeypatch):
    monkeypatch.setattr("gazokako.readiness.WORKER_TIMEOUT_S", 0.1)
    Picture.claim(picture.pk).fail("damaged")

    page = admin_client.get("/staff/").content.decode()
    admin_client.post(f"/staff/pictures/{picture.pk}/retry/")

    assert f"/staff/uploads/{picture.upload_id}/delete/" in page
    assert "/retry/" not in page
    assert Picture.objects.get().state == "failed"
