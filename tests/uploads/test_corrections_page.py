"""The result page offers the faces: uncovered and hidden by a form."""

import pytest
from django.test import Client

from tests.uploads.correcting import SOLID, current, run

# The page


@pytest.fixture
def owner(sent):
    client = Client()
    session = client.session
    session["delete_tokens"] = {sent.upload.slug: sent.delete_token}
    session.save()
    return client


def test_who_sent_it_is_offered_the_faces_and_a_stranger_is_not(client, owner, sent):
    address = f"/r/{sent.upload.slug}/"

    assert owner.get(address).content.count(b'name="show"') == 2
    assert b"uploads/faces." in owner.get(address).content
    assert b'name="show"' not in client.get(address).content
    assert b"uploads/faces." not in client.get(address).content


def test_the_form_uncovers_and_hides(owner, sent):
    answer = owner.post(f"/r/{sent.upload.slug}/1/faces", {"show": ["0"], "add": ["10,80,10,10"]})

    assert (answer.status_code, answer["Location"]) == (303, f"/r/{sent.upload.slug}/")
    faces = run().faces
    assert [face["hidden"] for face in faces] == [False, True, True]
    assert faces[2] | {"x": 102, "y": 240, "width": 103, "height": 30} == faces[2]


def test_the_page_says_how_many_are_hidden_now(owner, sent):
    for show, words in ((["0"], b"1 face hidden."), (["0", "1"], b"No face is hidden: you chose")):
        owner.post(f"/r/{sent.upload.slug}/1/faces", {"show": show})
        run()
        assert words in owner.get(f"/r/{sent.upload.slug}/").content


@pytest.mark.parametrize(
    "fields",
    [
        {"show": "x"},
        {"add": "1,2,3"},
        {"add": "1,2,3,nan"},
        {"add": "a,b,c,d"},
        {"add": "200,0,1,1"},
    ],
    ids=str,
)
def test_a_form_that_cannot_be_understood_changes_nothing_and_says_so(owner, sent, fields):
    answer = owner.post(f"/r/{sent.upload.slug}/1/faces", fields, follow=True)

    assert b"could not be understood" in answer.content
    assert current().version == 1


def test_a_script_is_told_that_it_was_taken_or_what_is_wrong(owner, sent):
    address, script = f"/r/{sent.upload.slug}/1/faces", {"HX-Request": "true"}

    taken = owner.post(address, {"show": ["0"]}, headers=script)
    again = owner.post(address, {"show": ["1"]}, headers=script)

    assert (taken.status_code, taken.content) == (204, b"")
    assert again.status_code == 503
    assert again.content.decode() == "The site is busy. Please try again in a few seconds."


def test_a_stranger_with_the_link_cannot_correct_by_the_page(client, sent):
    answer = client.post(f"/r/{sent.upload.slug}/1/faces", {"show": ["0"]})

    assert answer.status_code == 404
    assert current().version == 1


def test_the_form_asks_for_a_csrf_token(sent):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/r/{sent.upload.slug}/1/faces", {"show": ["0"]}).status_code == 403


def test_where_no_face_was_found_a_box_can_be_drawn(send, jpeg, client):
    submission = send({"a.jpg": jpeg}, SOLID)
    run()
    session = client.session
    session["delete_tokens"] = {submission.upload.slug: submission.delete_token}
    session.save()

    page = client.get(f"/r/{submission.upload.slug}/").content

    assert b"No face was found, so nothing is hidden." in page
    assert b"data-draw" in page
