"""The web process of a running site loads no library for pixels, whatever it is asked."""

from pathlib import Path

import pytest
import requests

from tests.waiting import wait_for

LIBRARIES = ("cv2", "numpy", "PIL", "pillow_heif", "onnxruntime", "/av/")
PAGES = (
    "/",
    "/cameras/",
    "/cameras/demo/",
    "/cameras/demo/?mode=snapshot",
    "/cameras/demo/snapshot/",
    "/cameras/demo/last/",
    "/cameras/demo/recordings/",
    "/admin/login/",
    "/api/v1/openapi.json",
    "/api/v1/operations",
    "/api/v1/cameras",
    "/api/v1/cameras/demo/recordings",
    "/metrics",
    "/readyz",
)


def loaded(pid):
    """The files that a process has mapped: every compiled module it has ever imported."""
    return {line.split()[-1] for line in Path(f"/proc/{pid}/maps").read_text().splitlines()}


@pytest.fixture
def web(site):
    """The web process's id."""
    (pid,) = [pid for pid, command in site.pids().items() if "-m uvicorn" in command]
    return pid


def test_no_request_makes_it_load_a_library_for_pixels(site, web, jpeg):
    demo = f"{site.address}/api/v1/cameras/demo"
    wait_for(lambda: requests.get(demo, timeout=20).json()["state"] == "live")
    for page in PAGES:
        assert requests.get(f"{site.address}{page}", timeout=20).status_code == 200, page
    files = {"files": ("a.jpg", jpeg)}
    recipe = '[{"op": "faces"}, {"op": "grayscale"}]'
    sent = requests.post(
        f"{site.address}/api/v1/uploads", files=files, data={"recipe": recipe}, timeout=20
    ).json()
    done = f"{site.address}/api/v1/uploads/{sent['slug']}?wait=25"
    assert requests.get(done, timeout=40).json()["state"] == "done"
    assert requests.get(f"{site.address}/r/{sent['slug']}/", timeout=20).status_code == 200
    assert requests.post(f"{demo}/captures", json={"recipe": [{"op": "faces"}]}, timeout=20).ok
    with requests.get(f"{site.address}/cameras/demo/stream/", stream=True, timeout=20) as stream:
        assert stream.raw.read(100)

    files = loaded(web)

    assert any("_ssl" in file or "uvloop" in file for file in files)
    assert [file for file in files for library in LIBRARIES if library in file] == []
