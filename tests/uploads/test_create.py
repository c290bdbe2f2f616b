"""The upload page: what it offers, what it takes, and how it says no."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from processing.operations import OPERATIONS
from uploads.models import Upload

URL = "/"


@pytest.fixture
def post(client, db):
    def post(files, **fields):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return client.post(URL, {"files": sent, **fields})

    return post


def test_it_works(client, db):
    response = client.get(URL)

    assert response.status_code == 200


def test_every_operation_and_parameter_is_on_the_menu(client, db):
    page = client.get(URL).content.decode()

    for operation in OPERATIONS.values():
        assert f'value="{operation.name}"' in page
        assert f"uploads/operations/{operation.name}." in page
        for parameter in operation.parameters:
            assert f'name="{operation.name}-{parameter.name}"' in page


def test_a_picture_leads_to_its_result_page(post, jpeg):
    response = post([("photo.jpg", jpeg)], recipe="grayscale")

    upload = Upload.objects.get()
    assert response.status_code == 303
    assert response["Location"] == reverse("uploads:show", args=[upload.slug])
    assert upload.recipe == [{"op": "grayscale"}]


def test_steps_keep_their_order_and_their_parameters(post, jpeg):
    post(
        [("photo.jpg", jpeg)],
        recipe=["faces", "rotate", "resize"],
        **{"faces-style": "solid", "faces-blocks": "4", "rotate-angle": "180", "blur-radius": "3"},
    )

    faces, *others = Upload.objects.get().recipe
    assert faces | {"op": "faces", "style": "solid", "margin": 0.25, "blocks": 4} == faces
    assert others == [
        {"op": "rotate", "angle": 180},
        {"op": "resize", "max_side": 1600},
    ]


def test_a_recipe_may_come_as_json_text(post, jpeg):
    post([("photo.jpg", jpeg)], recipe='[{"op": "sepia", "strength": 0.5}]')

    assert Upload.objects.get().recipe == [{"op": "sepia", "strength": 0.5}]


def test_the_lifetime_of_the_link_is_the_visitors_choice(post, jpeg):
    post([("photo.jpg", jpeg)], recipe="grayscale", expires_in="3600")

    upload = Upload.objects.get()
    assert (upload.expires_at - upload.created_at).total_seconds() == 3600


@pytest.mark.parametrize("expires_in", ["60", "junk", "-1"])
def test_a_lifetime_that_is_not_offered_is_refused(post, jpeg, expires_in):
    response = post([("photo.jpg", jpeg)], recipe="grayscale", expires_in=expires_in)

    assert response.status_code == 400
    assert not Upload.objects.exists()


def test_the_sites_own_lifetime_is_among_those_offered_and_chosen(client, db, settings):
    settings.UPLOAD_EXPIRES_IN_S = 600

    assert '<option value="600" selected>10 minutes</option>' in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose at least one effect (1 – 10 steps are possible)."),
        ({"recipe": "explode"}, "Step 1: there is no operation “explode”."),
        (
            {"recipe": "blur", "blur-radius": "99"},
            "Step 1 (blur): “radius” must be 0.1 – 10.",
        ),
        (
            {"recipe": "blur", "blur-radius": "soft"},
            "Step 1 (blur): “radius” must be 0.1 – 10.",
        ),
        ({"recipe": '[{"op": '}, "The recipe is not valid JSON."),
    ],
)
def test_a_bad_recipe_is_explained_on_the_page(post, jpeg, fields, sentence):
    response = post([("photo.jpg", jpeg)], **fields)

    assert response.status_code == 400
    assert sentence in html.unescape(response.content.decode())
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("files", "status", "sentence"),
    [
        ([], 400, "There is no picture here"),
        ([("a.jpg", b"")], 400, "There is no picture here"),
        ([("a.jpg", b"just text")], 415, "This is not a picture we can read"),
        ([(f"{n}.jpg", b"x") for n in range(21)], 400, "At most 20 pictures at a time"),
    ],
)
def test_bad_files_are_explained_on_the_page(post, files, status, sentence):
    response = post(files, recipe="grayscale")

    assert response.status_code == status
    assert sentence in html.unescape(response.content.decode())


def test_half_a_jpeg_is_called_damaged_by_its_name(post, jpeg):
    response = post([("holiday.jpg", jpeg[: len(jpeg) // 2])], recipe="grayscale")

    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert "<strong>holiday.jpg</strong>: This picture is damaged" in page


def test_an_error_keeps_what_was_chosen(post):
    page = post([], recipe="blur", **{"blur-radius": "7.5"}).content.decode()

    assert 'value="blur" checked' in page
    assert 'value="faces" checked' not in page
    assert 'name="blur-radius" value="7.5"' in page


def test_a_file_name_is_escaped(post):
    page = post([("<script>alert(1)</script>.jpg", b"x")], recipe="grayscale").content.decode()

    assert "<script>alert" not in page


def test_many_more_files_than_allowed_are_refused_before_they_are_kept(post):
    response = post([(f"{n}.jpg", b"x") for n in range(200)], recipe="grayscale")

    assert response.status_code == 400
    assert b"At most 20 pictures at a time" in response.content


def test_without_its_csrf_token_the_form_is_refused(jpeg, db):
    client = Client(enforce_csrf_checks=True)
    response = client.post(URL, {"files": SimpleUploadedFile("a.jpg", jpeg), "recipe": "blur"})

    assert response.status_code == 403
    assert b"open for too long" in response.content


def test_it_speaks_japanese(client, db):
    page = client.get(URL, headers={"accept-language": "ja"}).content.decode()

    assert "顔を隠す" in page
    assert 'lang="ja"' in page
