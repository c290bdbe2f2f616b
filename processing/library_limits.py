"""Limits of the libraries themselves, which count only when set before they are imported."""

import os

from processing.limits import Limits

_LIMITS = Limits()

# Threads that nothing here uses would reserve 180 MB of a worker's address space.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(_LIMITS.max_pixels))
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_WIDTH", str(_LIMITS.max_side_px))
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_HEIGHT", str(_LIMITS.max_side_px))
