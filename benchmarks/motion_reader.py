"""Our side: reads MJPEG from an address, looks for movement, prints when it sees some."""

import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import BinaryIO

import cv2

from processing.frames import decode_reduced
from processing.limits import Limits
from processing.motion.detector import LONG_SIDE_PX, Detector


def main(address: str) -> None:
    """One line for each moving frame: seconds since 1970."""
    cv2.setNumThreads(1)
    detector = Detector()
    with urllib.request.urlopen(address, timeout=10) as stream:  # noqa: S310  (http, our own camera)
        for jpeg in _parts(stream):
            grey = decode_reduced(jpeg, Limits(), LONG_SIDE_PX, grey=True)
            if detector.look(grey).is_moving:
                print(time.time(), flush=True)


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    """The pictures of a multipart stream that names the length of each."""
    length = 0
    for line in stream:
        name, _, value = line.strip().lower().partition(b":")
        if name == b"content-length":
            length = int(value)
        elif not line.strip() and length:
            yield stream.read(length)
            length = 0


if __name__ == "__main__":
    main(sys.argv[1])
