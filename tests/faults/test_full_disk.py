"""The web process while a disk is full: that of DATA_DIR, or that of temporary files."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from processing.images import FileTraits, encode
from tests.environment import start_valkey
from tests.faults.web import Web, assert_503, web
from tests.waiting import wait_for

_DISK_MB = 48
PATHS = pytest.mark.parametrize("path", ["/api/v1/uploads", "/"])


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own at a folder."""
    size = f"size={_DISK_MB}m"
    mount = ["mount", "-t", "tmpfs", "-o", size, "gazokako-tests", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not one block is left on a disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    yield
    ballast.unlink()


@pytest.fixture(scope="module")
def photo_2mb() -> bytes:
    """Less than Django keeps in memory."""
    return _noise(800, 900)


@pytest.fixture(scope="module")
def photo_6mb() -> bytes:
    """More than Django keeps in memory."""
    return _noise(1600, 1500)


def _noise(width_px: int, height_px: int) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 255, (height_px, width_px, 3), np.uint8)
    return encode(pixels, FileTraits("PNG")).content


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, photo_6mb: bytes) -> Iterator[Web]:
    """A site with DATA_DIR and the temporary files on small disks."""
    data_dir, temporary, apart = (tmp_path_factory.mktemp(name) for name in ("data", "tmp", "v"))
    valkey = start_valkey(apart)
    url = f"unix://{apart}/valkey.sock"
    with (
        small_disk(data_dir),
        small_disk(temporary),
        web(data_dir, REDIS_URL=url, TMPDIR=str(temporary)) as served,
    ):
        served.send(photo_6mb)  # Python looks once where temporary files can be written
        yield served
    valkey.kill()
    valkey.wait(10)


@PATHS
def test_a_full_disk_of_pictures_is_answered_503_and_nothing_stays(site, photo_2mb, path):
    before = site.files(), site.kept()

    with filled(site.data_dir):
        answer = site.send(photo_2mb, path)

    assert_503(answer, "storage_full")
    wait_for(lambda: (site.files(), site.kept()) == before)


@pytest.mark.parametrize("path", ["/", "/cameras/", "/api/v1/cameras", "/healthz", "/metrics"])
def test_pages_go_on_while_the_disk_of_pictures_is_full(site, path):
    with filled(site.data_dir):
        assert site.get(path).status_code == 200


@PATHS
def test_a_full_disk_of_temporary_files_is_answered_503(site, photo_6mb, path):
    before = site.files(), site.kept()

    with filled(Path(site.environment["TMPDIR"])):
        answer = site.send(photo_6mb, path)

    assert_503(answer, "storage_full")
    wait_for(lambda: (site.files(), site.kept()) == before)


def test_uploads_are_taken_again_as_soon_as_there_is_room(site, photo_6mb):
    with filled(site.data_dir), filled(Path(site.environment["TMPDIR"])):
        assert_503(site.send(photo_6mb), "storage_full")

    assert site.send(photo_6mb).status_code == 202
    assert not list(Path(site.environment["TMPDIR"]).iterdir())
