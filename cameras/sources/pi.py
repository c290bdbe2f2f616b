"""The camera of a Raspberry Pi, through picamera2, which its system carries."""

import importlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from cameras.sources.source import CaptureOptions, FrameSize, Offline
from processing.frames import small_grey
from processing.images import Image

_WIDTH, _HEIGHT = 1280, 720


@dataclass(frozen=True)
class PiFrame:
    """A picture that the camera gave."""

    taken_at: float
    pixels: Image
    is_key: ClassVar = True

    def size(self) -> FrameSize:
        return FrameSize(self.pixels.shape[1], self.pixels.shape[0])

    def image(self, min_width: int | None = None) -> Image:  # noqa: ARG002  (it comes decoded)
        """The picture as (height, width, 3) BGR."""
        return self.pixels

    def small_grey(self, min_width: int) -> Image:
        return small_grey(self.pixels, min_width)


@dataclass(frozen=True)
class PiSource:
    """A started Picamera2."""

    camera: Any

    def frames(self) -> Iterator[PiFrame]:
        """Pictures as the sensor delivers them. Raises Offline."""
        while True:
            try:
                # picamera2's "RGB888" lies in memory as blue, green, red.
                pixels = np.asarray(self.camera.capture_array("main"), np.uint8)
            except (RuntimeError, OSError) as error:
                raise Offline("hung", str(error)) from error
            yield PiFrame(time.time(), pixels)


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[PiSource]:
    """Start camera number `value` (0 where empty). Raises Offline: `not_installed`, `unplugged`."""
    try:
        picamera2 = importlib.import_module("picamera2")
    except ImportError as error:
        raise Offline("not_installed", "picamera2") from error
    try:
        camera = picamera2.Picamera2(int(value or 0))
    except (RuntimeError, IndexError) as error:
        raise Offline("unplugged", str(error)) from error
    try:
        size = (options.width or _WIDTH, options.height or _HEIGHT)
        form = {"size": size, "format": "RGB888"}
        pace = {"FrameRate": options.fps}
        camera.configure(camera.create_video_configuration(main=form, controls=pace))
        camera.start()
        yield PiSource(camera)
    except RuntimeError as error:
        raise Offline("unplugged", str(error)) from error
    finally:
        camera.close()
