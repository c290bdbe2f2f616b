"""OpenCV's own limits hold from the first import on."""

import subprocess
import sys

from processing.limits import Limits

DECODE = """
import sys
import processing.images
import cv2, numpy
content = numpy.frombuffer(sys.stdin.buffer.read(), numpy.uint8)
try:
    print(cv2.imdecode(content, cv2.IMREAD_COLOR) is not None)
except cv2.error:
    print("refused")
"""


def opencv_on(width: int, height: int) -> str:
    """What a fresh process says to a bitmap of this size."""
    sides = width.to_bytes(4, "little") + height.to_bytes(4, "little")
    header = b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0" + sides + b"\1\0\x18\0" + bytes(24)
    pixels = bytes(min(width * 3 + -width * 3 % 4, 100_000) * height)
    finished = subprocess.run(
        [sys.executable, "-c", DECODE], input=header + pixels, capture_output=True, check=True
    )
    return finished.stdout.decode().strip()


def test_opencv_decodes_up_to_the_limits() -> None:
    assert opencv_on(Limits.max_side_px, 1) == "True"


def test_opencv_refuses_a_side_beyond_the_limits() -> None:
    assert opencv_on(Limits.max_side_px + 1, 1) == "refused"
