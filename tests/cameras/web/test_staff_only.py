"""Nobody but staff adds, changes, switches or removes cameras."""

import pytest
from django.test import Client

from cameras.models import Camera
from tests.cameras.web.camera_form import DEFAULTS, text_of


def test_strangers_do_not_switch(client, camera):
    Camera.objects.update(visibility="public")

    response = client.post("/cameras/door/power/", {"on": "false"})

    assert response.status_code == 403
    assert "Only staff can switch cameras." in text_of(response)
    assert Camera.objects.get().is_on


@pytest.mark.parametrize("path", ["power/", "edit/", "remove/", "token/"])
def test_other_sites_cannot_make_staff_act(admin_user, camera, path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)

    assert strict.post(f"/cameras/door/{path}", {"on": "false"}).status_code == 403
    assert Camera.objects.get().is_on


@pytest.mark.parametrize("path", ["new/", "door/edit/", "door/remove/", "door/broadcast/"])
def test_others_are_sent_to_the_login_and_back(client, camera, path):
    Camera.objects.update(visibility="public")

    response = client.get(f"/cameras/{path}")

    assert response.status_code == 302
    assert response["Location"] == f"/admin/login/?next=/cameras/{path}"


@pytest.mark.parametrize("path", ["new/", "door/edit/", "door/remove/", "door/token/"])
def test_others_change_nothing(client, camera, path):
    Camera.objects.update(visibility="public")

    assert client.post(f"/cameras/{path}", {**DEFAULTS, "source": "demo:"}).status_code == 302
    assert [c.slug for c in Camera.objects.all()] == ["door"]
    assert not Camera.objects.get().push_token_hash
