"""The image runs every process of the Procfile. `make image-test` builds it."""

import json
import shutil
import time

import pytest
import requests

from tests.hosting.image import IMAGE, SRV, VALKEY, Container, buildah
from tests.hosting.procfile import LASTING
from tests.processes import free_port
from tests.waiting import wait_for

pytestmark = pytest.mark.long
STARTED_WITHIN_S = 300


@pytest.fixture
def container(tmp_path_factory):
    folder = tmp_path_factory.mktemp("container")
    container = Container(folder, free_port())
    yield container
    container.close()
    shutil.rmtree(folder)


def answers(address):
    try:
        return requests.get(address, timeout=30).ok
    except requests.RequestException:
        return False


def test_a_picture_goes_through_every_process_of_the_image(container, face_jpeg):
    began = time.time()
    container.run(f"{SRV}/scripts/make-secrets", "/data", "/data")
    socket = "--port 0 --unixsocket /data/valkey.sock --dir /data --save ''"
    container.start("valkey", "sh", "-c", f"exec {VALKEY} {socket}")
    wait_for((container.folder / "data/valkey.sock").exists, STARTED_WITHIN_S)
    container.run(f"{SRV}/scripts/process", "release")
    for name in LASTING:
        container.start(name, f"{SRV}/scripts/process", name)
    site = f"http://127.0.0.1:{container.port}"
    wait_for(lambda: container.died() or answers(f"{site}/readyz"), STARTED_WITHIN_S)
    assert container.died() == {}

    sent = requests.post(
        f"{site}/api/v1/uploads",
        files={"files": ("face.jpg", face_jpeg)},
        data={"recipe": '[{"op": "faces"}]'},
        timeout=60,
    ).json()
    upload = f"{site}/api/v1/uploads/{sent['slug']}"
    wait_for(
        lambda: requests.get(upload, timeout=60).json()["state"] in ("done", "failed"),
        STARTED_WITHIN_S,
    )

    (picture,) = requests.get(upload, timeout=60).json()["pictures"]
    assert (picture["state"], len(picture["faces"])) == ("done", 1)
    assert container.died() == {}
    assert container.written(since=began) == []


def test_nothing_of_the_package_index_and_no_compiler_is_in_it(container):
    assert not (container.root / "etc/pip.conf").exists()
    assert not list(container.root.glob("usr/bin/*gcc*"))
    assert not list(container.root.glob("opt/venv/bin/pip*"))
    assert not (container.root / "srv/gazokako/tests").exists()


def test_it_runs_as_nobodys_user_with_a_health_check():
    described = json.loads(buildah("inspect", "--type=image", IMAGE))["Docker"]["config"]

    assert described["User"] == "gazokako"
    assert "healthz" in described["Healthcheck"]["Test"][-1]
