"""Limits on what visitors and cameras send, and on the work that takes."""

from core.rate_limits import RateLimit
from gazokako.settings import values
from processing import library_limits as _library_limits
from processing.clip_limits import ClipLimits
from processing.limits import Limits

PICTURE_LIMITS = Limits(
    max_pixels=values.MAX_PICTURE_PIXELS, max_side_px=values.MAX_PICTURE_SIDE_PX
)
_library_limits.keep(PICTURE_LIMITS)
CLIP_LIMITS = ClipLimits(
    max_bytes=values.MAX_CLIP_BYTES,
    max_duration_s=values.MAX_CLIP_S,
    max_long_side_px=values.MAX_CLIP_LONG_SIDE_PX,
    max_short_side_px=values.MAX_CLIP_SHORT_SIDE_PX,
    max_fps=values.MAX_CLIP_FPS,
)
MAX_FILES_PER_UPLOAD = 20
MAX_PICTURE_BYTES_PER_REQUEST = 60_000_000
MAX_REQUEST_BYTES = MAX_PICTURE_BYTES_PER_REQUEST + CLIP_LIMITS.max_bytes
# A body that comes more slowly than that, once the grace is over, holds a place for nothing.
MIN_BODY_BYTES_PER_S = 10_000
BODY_GRACE_S = 10.0
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 100
MIN_UPLOAD_EXPIRES_IN_S = 60
MAX_UPLOAD_EXPIRES_IN_S = 2_592_000

MAX_CAMERA_FPS = 30
# How far a pushed frame's own time may be from ours. Behind: an observer keeps what it could not
# send, and sends it when the site is back.
PUSHED_AHEAD_S = 60
PUSHED_BEHIND_S = 7 * 86_400

PICTURE_TIME_LIMIT_S = 60
# A frame takes 0.03 to 0.1 s at 1920x1080: the longest clip ends well within it.
CLIP_TIME_LIMIT_S = 3600
# The cost of a picture is its megapixels x (steps + 1). At 0.02 to 0.06 s each, what costs more
# takes a worker's child several seconds; such pictures never take every child of it.
HEAVY_COST = 130

# For each network (an IPv4 address, an IPv6 /64): a whole office or school may share one.
RATE_LIMITS = {
    "uploads": RateLimit(burst=30, per_minute=20),
    "work": RateLimit(burst=12_000, per_minute=3_000),  # cost: 20 of the largest with ten steps
    "corrections": RateLimit(burst=60, per_minute=60),
    "captures": RateLimit(burst=10, per_minute=10),
    "archives": RateLimit(burst=20, per_minute=20),
    "frames": RateLimit(burst=300, per_minute=1_800),  # by token, 30 a second
    "logins": RateLimit(burst=10, per_minute=5),
    "passwords": RateLimit(burst=10, per_minute=6),  # wrong ones for one link, from anywhere
    "guesses": RateLimit(burst=60, per_minute=30),
}
