"""docs/integrations.md is true: each line against a real client, or by the client's own rules."""

import json
import re
import shlex
import subprocess
from io import BufferedReader
from itertools import islice
from urllib.parse import urlsplit

import cv2
import imageio_ffmpeg
import numpy as np
import pytest
import requests
import yaml

from cameras.source_address import judge
from recordings import notification
from tests.journey.mjpeg_clients import go2rtcs_pictures, home_assistants_picture
from tests.processes import ROOT
from tests.recordings.conftest import empty_storage, recording_of  # noqa: F401  (fixtures)
from tests.waiting import wait_for

PAGE = (ROOT / "docs/integrations.md").read_text()
SITE = "http://192.168.1.5:8000"
BLOCKS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
REST, AUTOMATION, OCTOPRINT, GO2RTC = BLOCKS
LINES = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1].splitlines()
TYPES = {"mjpg": "multipart/x-mixed-replace", "jpg": "image/jpeg", "gate": "application/json"}


@pytest.fixture(scope="module", name="site")
def _site(site):
    """The running site, once its public camera has a picture."""
    address = f"{site.address}/api/v1/cameras/demo"
    wait_for(lambda: requests.get(address, timeout=10).json()["state"] == "live", 180)
    return site


def here(text: str, site) -> str:
    """A line of the page with this site and its public camera in place of the page's."""
    return text.replace(SITE, site.address).replace("/gate", "/demo")


def line_of(program: str) -> str:
    (line,) = [line for line in LINES if line.startswith(program)]
    return line


def is_picture(content: bytes | None) -> bool:
    decoded = cv2.imdecode(np.frombuffer(content or b"", np.uint8), cv2.IMREAD_COLOR)
    return decoded is not None and decoded.shape[0] > 100


@pytest.mark.parametrize(
    "address", sorted(set(re.findall(rf"{re.escape(SITE)}/[\w/.]+", PAGE))), ids=str
)
def test_an_address_gives_what_the_page_says(address, site):
    with requests.get(here(address, site), stream=True, timeout=10) as answer:
        answer.raise_for_status()

        assert answer.headers["Content-Type"].split(";")[0] == TYPES[re.split(r"[/.]", address)[-1]]


def test_every_address_of_the_table_is_in_a_line():
    table = re.findall(r"^\| `(/\S+)` \|", PAGE, re.MULTILINE)

    assert len(table) == 3
    assert all(SITE + path in PAGE for path in table)


def test_home_assistant_finds_a_picture_in_the_stream(site):
    address = here(re.search(r"^MJPEG URL += (\S+)$", PAGE, re.MULTILINE)[1], site)
    with requests.get(address, stream=True, timeout=10) as answer:
        assert is_picture(home_assistants_picture(answer.iter_content(102_400)))


def test_home_assistant_finds_state_and_motion(site):
    (sensors,) = REST["rest"]
    told = requests.get(here(sensors["resource"], site), timeout=10).json()
    asked = re.findall(r"value_json\.(\w+)", json.dumps(sensors))

    assert sorted(asked) == ["motion", "state"]
    assert told["state"] == "live"
    assert isinstance(told["motion"], bool)


@pytest.mark.django_db
def test_home_assistants_automation_asks_for_fields_that_are_sent(camera, recording_of):  # noqa: F811
    sent = notification._message(recording_of(camera), 0)
    asked = set(re.findall(r"trigger\.json\.(\w+)", json.dumps(AUTOMATION)))

    assert asked
    assert asked <= sent.keys()
    assert urlsplit(sent["url"] + "image/").path.endswith(f"/recordings/{sent['id']}/image/")


def test_the_webhooks_address_ends_with_the_automations_id():
    (trigger,) = AUTOMATION["triggers"]

    assert f"/api/webhook/{trigger['webhook_id']}`" in PAGE


def test_octoprint_gets_a_snapshot_in_its_time(site):
    webcam = OCTOPRINT["plugins"]["classicwebcam"]
    answer = requests.get(
        here(webcam["snapshot"], site), stream=True, timeout=webcam["snapshotTimeout"]
    )
    answer.raise_for_status()

    assert is_picture(b"".join(answer.iter_content(1024)))


def test_go2rtc_finds_every_picture_of_the_stream(site):
    address = here(GO2RTC["streams"]["gate"], site)
    with requests.get(address, stream=True, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("multipart/x-mixed-replace")
        pictures = list(islice(go2rtcs_pictures(BufferedReader(answer.raw)), 5))

    assert all(is_picture(picture) for picture in pictures)


@pytest.mark.parametrize("line", re.findall(r"`manage\.py camera add (.+?)`", PAGE))
def test_sources_of_other_programs_are_taken(line):
    slug, source, *options = shlex.split(line)

    judge(source)
    assert (slug.isalpha(), options) == (True, ["--on"])


def test_ffmpeg_makes_a_film(site, tmp_path):
    _program, *words = shlex.split(here(line_of("ffmpeg"), site))
    words[words.index("50")] = "15"

    ran = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", *words]
    subprocess.run(ran, cwd=tmp_path, check=True, timeout=120, capture_output=True)

    film = cv2.VideoCapture(str(tmp_path / "gate.mp4"))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 15


def test_gstreamer_decodes_the_stream(site):
    _program, *words = shlex.split(here(line_of("gst-launch"), site))
    words[2:2] = ["num-buffers=50"]
    assert words.pop() == "autovideosink"
    program = (
        "import sys, gi; gi.require_version('Gst', '1.0'); from gi.repository import Gst\n"
        "Gst.init(None); line = Gst.parse_launch(sys.argv[1]); line.set_state(Gst.State.PLAYING)\n"
        "end = Gst.MessageType.EOS | Gst.MessageType.ERROR\n"
        "print(line.get_bus().timed_pop_filtered(100 * Gst.SECOND, end).type)\n"
    )
    ran = subprocess.run(
        ["/usr/bin/python3", "-c", program, " ".join([*words, "fakesink"])],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip

    assert "EOS" in ran.stdout.upper(), ran.stdout + ran.stderr


def test_curl_keeps_a_picture(site, tmp_path):
    subprocess.run(shlex.split(here(line_of("curl"), site)), cwd=tmp_path, check=True, timeout=30)

    assert is_picture((tmp_path / "gate.jpg").read_bytes())
