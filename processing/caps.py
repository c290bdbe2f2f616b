"""OpenCV's own limits on what it decodes; they count only when set before `import cv2`."""

import os

from processing.limits import Limits

_LIMITS = Limits()

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(_LIMITS.max_pixels))
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_WIDTH", str(_LIMITS.max_side_px))
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_HEIGHT", str(_LIMITS.max_side_px))
