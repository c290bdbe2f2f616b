"""The result page lists a clip's persons for its sender, and for nobody else."""

import pytest
from django.test import Client

from tests.uploads.clip_correcting import SOLID, current, hidden, run
from tests.uploads.owning import own

SPAN = {"left": "12.5", "top": "75", "width": "25", "height": "12.5", "start": "0.1", "end": "0.2"}
NO_SPAN = dict.fromkeys(SPAN, "")


@pytest.fixture
def owner(sent_clip):
    return own(Client(), sent_clip.upload)


@pytest.fixture
def address(sent_clip):
    return f"/r/{sent_clip.upload.slug}/1/persons"


def test_the_sender_sees_the_persons_and_a_stranger_does_not(client, owner, sent_clip, address):
    page = f"/r/{sent_clip.upload.slug}/"

    own, shared = owner.get(page).content.decode(), client.get(page).content.decode()

    assert own.count('name="show"') == 2
    assert f'src="{address}/0"' in own
    assert 'name="show"' not in shared
    assert "/persons" not in shared


def test_the_small_picture_is_the_senders_alone(client, owner, address):
    answer = owner.get(f"{address}/0")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(f"{address}/0").status_code == 404
    assert owner.get(f"{address}/2").status_code == 404


def test_the_form_shows_one_and_hides_a_box_for_a_while(owner, sent_clip, address):
    answer = owner.post(address, {"show": ["0"], **SPAN})

    assert (answer.status_code, answer["Location"]) == (303, f"/r/{sent_clip.upload.slug}/")
    clip = run()
    assert hidden() == [False, True, True]
    added = clip.persons.last()
    assert (added.x, added.y, added.width, added.height) == (40, 180, 80, 30)
    assert (added.start_s, added.end_s) == (0.1, 0.2)
    page = owner.get(f"/r/{sent_clip.upload.slug}/").content.decode()
    assert "2 faces are hidden" in page
    assert "Leave box 3 out" in page


def test_a_box_is_where_it_was_drawn_in_a_clip_that_was_turned(send, two_people):
    submission = send({"two.mp4": two_people}, [*SOLID, {"op": "rotate", "angle": 90}])
    run()
    client = own(Client(), submission.upload)

    client.post(f"/r/{submission.upload.slug}/1/persons", {**SPAN, "left": "0", "top": "0"})

    added = run().persons.last()
    assert (added.x, added.y, added.width, added.height) == (0, 180, 40, 60)


def test_a_form_without_a_box_changes_persons_alone(owner, address):
    owner.post(address, {"show": ["0", "1"], **NO_SPAN})

    run()
    assert hidden() == [False, False]


def test_the_page_says_when_nobody_is_hidden_any_more(owner, sent_clip, address):
    owner.post(address, {"show": ["0", "1"]})
    run()

    assert b"No face is hidden: you chose" in owner.get(f"/r/{sent_clip.upload.slug}/").content


@pytest.mark.parametrize(
    "fields",
    [
        {"show": "x"},
        {**SPAN, "end": ""},
        {**SPAN, "left": "nan"},
        {**SPAN, "start": "a"},
        {**SPAN, "start": "7", "end": "8"},
        {**SPAN, "left": ["1", "2"]},
        {"left": "1"},
    ],
    ids=str,
)
def test_a_form_that_cannot_be_understood_changes_nothing_and_says_so(owner, address, fields):
    answer = owner.post(address, fields, follow=True)

    assert b"could not be understood" in answer.content
    assert current().version == 1


def test_a_script_is_told_that_it_was_taken_or_what_is_wrong(owner, address):
    script = {"HX-Request": "true"}

    taken = owner.post(address, {"show": ["0"]}, headers=script)
    again = owner.post(address, {"show": ["1"]}, headers=script)

    assert (taken.status_code, taken.content) == (204, b"")
    assert again.status_code == 503
    assert again.content.decode() == "The site is busy. Please try again in a few seconds."


def test_a_stranger_with_the_link_cannot_correct_by_the_page(client, address):
    assert client.post(address, {"show": ["0"]}).status_code == 404
    assert current().version == 1
