"""Pictures that the tests share, made here or carried by scikit-image."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from processing.images import Image, Source, encode
from tests.processes import Site, running_site


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
    return encode(photo, Source("JPEG")).content


@pytest.fixture(scope="session")
def face_jpeg(astronaut: Image) -> bytes:
    """The face as a JPEG file."""
    return encode(astronaut, Source("JPEG")).content


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The whole site, every process of it, shared by all tests that need it running."""
    with (
        tempfile.TemporaryDirectory(prefix="gazokako-site-", ignore_cleanup_errors=True) as folder,
        running_site(Path(folder)) as site,
    ):
        yield site
