"""Limits of the libraries themselves, which count only when set before they are imported."""

import os

from processing.limits import Limits

# Threads that nothing here uses would reserve 180 MB of a worker's address space.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


max_pixels = Limits.max_pixels
"""Pillow's."""


def keep(limits: Limits) -> None:
    """Have OpenCV and Pillow keep these limits in this process, where they are not loaded yet."""
    global max_pixels  # noqa: PLW0603  (the libraries' limits are a process's too)
    max_pixels = limits.max_pixels
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(limits.max_pixels)
    os.environ["OPENCV_IO_MAX_IMAGE_WIDTH"] = str(limits.max_side_px)
    os.environ["OPENCV_IO_MAX_IMAGE_HEIGHT"] = str(limits.max_side_px)


keep(Limits())
