"""Network cameras that speak RTSP: a real server, and ones that are none."""

import socket

import pytest

from cameras.sources import patience, rtsp
from cameras.sources.source import CaptureOptions, Offline
from tests.cameras.rtsp_talker import MEDIA, description
from tests.cameras.sources.rtsp_frames import raw_frames, reason


@pytest.mark.parametrize("film", ["h264", "h265", "vp8", "jpeg", "b_frames", "rare_keys", "both"])
def test_a_camera_is_seen_whatever_its_film_is_coded_in(rtsp_server, film):
    seen = raw_frames(f"rtsp://localhost:{rtsp_server('--film', film)}/live", count=6)

    assert [(size.width, size.height) for _at, size, _image in seen] == [(320, 240)] * 6
    assert seen[0][2].shape == (240, 320, 3)
    assert (seen[0][2] != seen[-1][2]).any()


def test_who_comes_between_two_key_frames_sees_it_from_the_next(rtsp_server):
    url = f"rtsp://127.0.0.1:{rtsp_server('--film', 'rare_keys')}/live"
    with rtsp.opened(url, CaptureOptions()) as first:
        frames = first.frames()
        for _frame in range(10):
            next(frames)

        assert raw_frames(url)


def test_a_camera_that_speaks_udp_alone_is_seen(rtsp_server):
    assert raw_frames(f"rtsp://127.0.0.1:{rtsp_server('--udp-only')}/live")


def test_one_whose_picture_changes_its_size_is_seen_on(rtsp_server):
    seen = raw_frames(f"rtsp://127.0.0.1:{rtsp_server('--film', 'resized')}/live", count=100)

    assert {image.shape for _at, _size, image in seen} == {(240, 320, 3), (480, 640, 3)}
    assert (seen[-1][1].width, seen[-1][1].height) == (640, 480)


def test_a_right_password_is_accepted_and_a_wrong_one_reported(rtsp_server):
    port = rtsp_server("--user", "viewer", "secretword")

    assert raw_frames(f"rtsp://viewer:secretword@127.0.0.1:{port}/live")
    assert reason(f"rtsp://viewer:wrong@127.0.0.1:{port}/live") == "refused"
    assert reason(f"rtsp://127.0.0.1:{port}/live") == "refused"


def test_a_user_without_a_password_may_enter(rtsp_server):
    port = rtsp_server("--user", "admin", "")

    assert raw_frames(f"rtsp://admin@127.0.0.1:{port}/live")


def test_a_path_that_is_not_there_is_no_camera(rtsp_server):
    assert reason(f"rtsp://127.0.0.1:{rtsp_server()}/nothing") == "not_a_camera"


def test_sound_alone_is_no_video(rtsp_server):
    assert reason(f"rtsp://127.0.0.1:{rtsp_server('--film', 'sound')}/live") == "no_video"


def test_a_film_that_cannot_be_decoded_is_said_to_be_that(talking):
    media = description("m=video 0 RTP/AVP 96\r\na=rtpmap:96 FANCY/90000")

    assert reason(talking(MEDIA | {"DESCRIBE": media}).url) == "unsupported_codec"


def test_a_film_that_never_begins_hangs(talking, monkeypatch):
    monkeypatch.setattr(patience, "_UNKNOWN_S", 1.0)
    media = description("m=video 0 RTP/AVP 26")

    assert reason(talking(MEDIA | {"DESCRIBE": media}).url) == "hung"


def test_a_busy_camera_says_so(talking):
    busy = ("453 Not Enough Bandwidth", "X-None: 1", "")
    media = description("m=video 0 RTP/AVP 26")

    assert reason(talking(MEDIA | {"DESCRIBE": media, "SETUP": busy}).url) == "busy"


def test_a_server_that_says_nothing_hangs(answering):
    assert reason(answering(b"")) == "hung"


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", b"SSH-2.0-OpenSSH\r\n", bytes(99)]
)
def test_a_server_of_another_kind_is_no_camera(answering, answer):
    assert reason(answering(answer)) == "not_a_camera"


def test_nobody_there_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert reason(f"rtsp://127.0.0.1:{port}/live") == "unreachable"


def test_a_camera_that_goes_away_is_noticed_and_seen_when_it_is_back(rtsp_server):
    port = rtsp_server()
    with rtsp.opened(f"rtsp://127.0.0.1:{port}/live", CaptureOptions()) as source:
        stream = source.frames()
        next(stream)
        rtsp_server.servers[-1].kill()

        with pytest.raises(Offline) as offline:
            list(stream)
    assert offline.value.code == "closed"
    rtsp_server("--port", str(port))
    assert raw_frames(f"rtsp://127.0.0.1:{port}/live")
