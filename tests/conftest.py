"""What tests of several rooms share: pictures, a key, a camera, the running site."""

import os
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings
from skimage import data
from structlog.contextvars import clear_contextvars

from cameras.models import Camera
from core.redis_client import redis_client
from processing.images import FileTraits, Image, encode
from tests.processes import Site, temporary_site
from tests.service_account import service_account_key

# How long an example takes says more of the machine than of the code; and what was green once is
# green again: new examples are for `make fuzz`, and for --hypothesis-profile=searching.
hypothesis_settings.register_profile("searching", deadline=None)
hypothesis_settings.register_profile("untimed", deadline=None, derandomize=True)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def nothing_bound() -> None:
    """No line of the log carries the ids of an earlier test."""
    clear_contextvars()


@pytest.fixture(autouse=True)
def empty_redis() -> None:
    """Redis holds nothing, whatever an earlier test left there: no round was made, nobody waits."""
    redis_client().flushdb()


@pytest.fixture(autouse=True)
def ordinary_priority() -> Iterator[None]:
    """No test leaves this process, and all that it starts later, before other programs."""
    yield
    policy = os.sched_getscheduler(0)
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    assert policy == os.SCHED_OTHER


@pytest.fixture(scope="session")
def astronaut() -> Image:
    """A real face, (512, 512, 3) BGR: NASA's portrait of Eileen Collins, in the public domain."""
    return np.asarray(cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR), np.uint8)


@pytest.fixture
def photo() -> Image:
    """A small colourful picture without a face, (48, 64, 3) BGR."""
    rows, columns = np.mgrid[0:48, 0:64]
    return np.dstack((rows * 5, columns * 4, (rows + columns) * 2)).astype(np.uint8)


@pytest.fixture
def jpeg(photo: Image) -> bytes:
    """The small picture as a JPEG file."""
    return encode(photo, FileTraits("JPEG")).content


@pytest.fixture(scope="session")
def face_jpeg(astronaut: Image) -> bytes:
    """The face as a JPEG file."""
    return encode(astronaut, FileTraits("JPEG")).content


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The whole site, every process of it, shared by all tests that need it running."""
    with temporary_site() as site:
        yield site


@pytest.fixture(scope="session", name="service_account_key")
def _service_account_key() -> dict[str, str]:
    """A service account's key with a fresh RSA key inside."""
    return service_account_key("robot@project.iam.gserviceaccount.example")


@pytest.fixture
def camera(db: None) -> Camera:
    """A demo camera that is switched on; nobody captures it. Redis knows nothing of it."""
    return Camera.objects.create(slug="door", name="Door", source="demo:", is_on=True)
