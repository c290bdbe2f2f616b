"""What visitors and cameras may send, and what the work on it may take."""

from processing.limits import Limits

PICTURE_LIMITS = Limits()
MAX_FILES_PER_UPLOAD = 20
MAX_REQUEST_BYTES = 60_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 100
MIN_UPLOAD_EXPIRES_IN_S = 60
MAX_UPLOAD_EXPIRES_IN_S = 2_592_000

MAX_CAMERA_FPS = 30
# How far a pushed frame's own time may be from ours. Behind: an observer keeps what it could not
# send, and sends it when the site is back.
PUSHED_AHEAD_S = 60
PUSHED_BEHIND_S = 7 * 86_400

MAX_ATTEMPTS_PER_PICTURE = 3
PICTURE_TIME_LIMIT_S = 60
WORKER_ADDRESS_SPACE_BYTES = 1_500_000_000
