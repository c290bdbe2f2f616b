"""A camera's version grows with every change that its frames or viewers depend on."""

from io import StringIO

import pytest
from django.core.management import call_command

from cameras.capture.power import switch
from cameras.models import Camera
from cameras.versions import UNCOUNTED


def stored_version():
    return Camera.objects.get().version


def test_a_new_camera_has_the_first_version(camera):
    assert (camera.version, stored_version()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hide_faces", True),
        ("privacy_masks", [[[0, 0], [1, 0], [1, 1]]]),
        ("source", "usb:0"),
        ("visibility", "public"),
        ("slug", "gate"),
        ("fps", 3),
    ],
)
def test_a_change_of_what_is_shown_or_to_whom_counts(camera, name, value):
    setattr(camera, name, value)
    camera.save(update_fields=[name])

    assert (camera.version, stored_version()) == (2, 2)
    assert getattr(Camera.objects.get(), name) == value


def test_saving_what_is_there_already_counts_for_nothing(camera):
    camera.save()

    assert (camera.version, stored_version()) == (1, 1)


def test_a_name_a_token_and_the_switch_count_for_nothing(camera):
    camera.name = "Gate"
    camera.new_push_token()
    camera.save()
    camera.save(update_fields=["push_token_hash"])
    switch(camera, on=False)
    call_command("camera", "on", camera.slug, stdout=StringIO())

    assert stored_version() == 1


def test_who_saves_an_old_copy_does_not_bring_an_old_version_back(camera):
    stale = Camera.objects.get()
    camera.hide_faces = True
    camera.save()

    stale.save(update_fields=["name"])
    assert stored_version() == 2
    stale.save()

    assert (stale.version, stored_version()) == (3, 3)
    assert not Camera.objects.get().hide_faces


def test_an_update_of_many_rows_counts_in_each(camera):
    Camera.objects.create(slug="gate", source="demo:")

    Camera.objects.update(hide_faces=True)
    Camera.objects.update(name="Gate")

    assert list(Camera.objects.values_list("version", flat=True)) == [2, 2]


def test_a_field_counts_unless_it_is_known_not_to():
    names = {field.name for field in Camera._meta.concrete_fields}

    assert names >= UNCOUNTED
    assert {"hide_faces", "face_style", "privacy_masks", "rotation", "slug"} <= names - UNCOUNTED
