"""What tests of the pages of cameras share."""

import pytest

from cameras.models import Camera
from tests.cameras.web.camera_form import ADDRESS


@pytest.fixture
def secret(db):
    return Camera.objects.create(name="Garden", slug="garden", source=ADDRESS)
