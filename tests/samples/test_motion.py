"""Movement in real clips, in the folder that the environment variable SAMPLES names."""

import json
import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from processing.images import Image
from processing.motion.detector import Detector
from processing.motion.events import EventSettings

FOLDER = Path(os.environ.get("SAMPLES", "."))
TOLERANCE_FRAMES = 4
"""The truth is good to two frames, and movement is seen for three more than it lasts."""

pytestmark = pytest.mark.skipif(
    "SAMPLES" not in os.environ,
    reason="SAMPLES is not set: it names a folder with manifest.json and real clips",
)


def clips() -> list[dict[str, Any]]:
    """The clips of the manifest that have a truth to compare with."""
    manifest = FOLDER / "manifest.json"
    listed = json.loads(manifest.read_text())["video"] if manifest.exists() else []
    return [entry for entry in listed if "motion_intervals" in entry["truth"]]


def moving_frames(entry: dict[str, Any], gain: float = 1.0) -> list[int]:
    """Numbers of the frames in which something moves, while exposure swings by a factor."""
    capture = cv2.VideoCapture(str(FOLDER / entry["file"]))
    detector = Detector()
    numbers = []
    for number in range(entry["truth"]["frames"]):
        read, frame = capture.read()
        assert read, f"frame {number} of {entry['file']} is missing"
        if detector.look(lit(np.asarray(frame, np.uint8), gain ** np.sin(number / 10))).is_moving:
            numbers.append(number)
    return numbers


def lit(frame: Image, gain: float) -> Image:
    return np.asarray(cv2.convertScaleAbs(frame, alpha=gain), np.uint8)


every_clip = pytest.mark.parametrize("entry", clips(), ids=lambda entry: entry["file"])
in_any_light = pytest.mark.parametrize("gain", [1.0, 1.6])


@every_clip
@in_any_light
def test_every_true_movement_is_found(entry: dict[str, Any], gain: float) -> None:
    numbers = moving_frames(entry, gain)

    asked = EventSettings().min_moving_frames
    for first, last in entry["truth"]["motion_intervals"]:
        assert sum(first <= number <= last for number in numbers) >= asked


@every_clip
@in_any_light
def test_nothing_moves_where_the_scene_is_empty(entry: dict[str, Any], gain: float) -> None:
    numbers = moving_frames(entry, gain)

    for first, last in entry["truth"]["empty"]:
        inside = range(first + TOLERANCE_FRAMES, last - TOLERANCE_FRAMES + 1)
        assert not set(numbers) & set(inside)
