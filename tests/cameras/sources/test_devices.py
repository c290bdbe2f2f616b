"""Cameras plugged into this machine: all our code, with a made-up device at its far end."""

import itertools
import sys
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from cameras.sources.kinds import opened
from cameras.sources.source import CaptureOptions, FrameSize, Offline

PICTURE = np.full((480, 640, 3), 90, np.uint8)


class Device:
    """What cv2.VideoCapture would be with a camera that has 640 x 480 only."""

    def __init__(self, frames=1000, *, is_there=True, picture=PICTURE):
        self.frames, self.is_there, self.picture = frames, is_there, picture
        self.asked, self.is_released = {}, False

    def __call__(self, number, backend):
        self.number, self.backend = number, backend
        return self

    def isOpened(self):  # noqa: N802
        return self.is_there

    def set(self, name, value):
        self.asked[name] = value
        return False

    def get(self, name):
        sides = {cv2.CAP_PROP_FRAME_WIDTH: 640.0, cv2.CAP_PROP_FRAME_HEIGHT: 480.0}
        return sides.get(name, 30.0)

    def grab(self):
        self.frames -= 1
        return self.frames >= 0

    def retrieve(self):
        return self.picture is not None, self.picture

    def release(self):
        self.is_released = True


@pytest.fixture
def device(monkeypatch):
    def plugged(**options):
        device = Device(**options)
        monkeypatch.setattr(cv2, "VideoCapture", device)
        return device

    return plugged


def test_a_usb_camera_is_asked_for_what_is_wanted_and_says_what_it_gives(device):
    camera = device()
    with opened("usb:2", CaptureOptions(1280, 720, 10), 1) as source:
        raw_frame = next(iter(source.frames()))

        assert raw_frame.size() == FrameSize(640, 480)
        assert (raw_frame.image() == PICTURE).all()
    assert (camera.number, camera.backend) == (2, cv2.CAP_V4L2)
    assert camera.asked[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert camera.asked[cv2.CAP_PROP_FRAME_HEIGHT] == 720
    assert camera.asked[cv2.CAP_PROP_FPS] == 10
    assert camera.is_released


def test_a_usb_camera_that_is_not_there_is_unplugged():
    with pytest.raises(Offline) as offline, opened("usb:63", CaptureOptions(), 1):
        pass
    assert offline.value.code == "unplugged"


def test_a_usb_camera_that_is_pulled_out_is_offline_and_released(device):
    camera = device(frames=2)
    with pytest.raises(Offline) as offline, opened("0", CaptureOptions(), 1) as source:
        list(source.frames())
    assert (offline.value.code, camera.is_released) == ("hung", True)


@pytest.mark.parametrize("picture", [None, np.zeros((0, 0, 3), np.uint8)])
def test_a_usb_camera_that_sends_nothing_readable_is_garbage(device, picture):
    device(picture=picture)
    with opened("0", CaptureOptions(), 1) as source, pytest.raises(Offline) as offline:
        next(iter(source.frames())).image()
    assert offline.value.code == "garbage"


def test_a_grey_usb_camera_gives_colour_pictures(device):
    device(picture=PICTURE[:, :, 0])
    with opened("0", CaptureOptions(), 1) as source:
        assert next(iter(source.frames())).image().shape == (480, 640, 3)


class Picamera2:
    """What picamera2 offers, as far as it is used."""

    last = None

    def __init__(self, number):
        if number > 0:
            raise IndexError("list index out of range")
        Picamera2.last = self
        self.is_closed = False

    def create_video_configuration(self, main, controls):
        return {"main": main, "controls": controls}

    def configure(self, configuration):
        self.configuration = configuration

    def start(self):
        self.pictures = itertools.count()

    def capture_array(self, _name):
        if next(self.pictures) == 3:
            raise RuntimeError("camera frontend has timed out")
        width, height = self.configuration["main"]["size"]
        return np.full((height, width, 3), 7, np.uint8)

    def close(self):
        self.is_closed = True


@pytest.fixture
def raspberry(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera2", SimpleNamespace(Picamera2=Picamera2))


def test_a_raspberry_pis_camera_gives_what_was_asked(raspberry):
    with opened("pi:", CaptureOptions(1280, 720, 25), 1) as source:
        raw_frame = next(iter(source.frames()))

    assert raw_frame.size() == FrameSize(1280, 720)
    assert (raw_frame.image() == 7).all()
    assert Picamera2.last.configuration["controls"] == {"FrameRate": 25}
    assert Picamera2.last.configuration["main"]["format"] == "RGB888"
    assert Picamera2.last.is_closed


def test_a_raspberry_pis_camera_that_stops_is_offline_and_closed(raspberry):
    with pytest.raises(Offline) as offline, opened("pi:", CaptureOptions(), 1) as source:
        list(source.frames())
    assert (offline.value.code, Picamera2.last.is_closed) == ("hung", True)


def test_a_raspberry_pi_without_a_camera_says_so(raspberry):
    with pytest.raises(Offline) as offline, opened("pi:1", CaptureOptions(), 1):
        pass
    assert offline.value.code == "unplugged"


def test_elsewhere_the_software_is_missing():
    with pytest.raises(Offline) as offline, opened("pi:", CaptureOptions(), 1):
        pass
    assert offline.value.code == "not_installed"
