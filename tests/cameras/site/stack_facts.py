"""What the tests of the running cameras agree on."""

from processing.frames import decode_reduced
from processing.limits import Limits

MAX_VIEWERS = 6
INTERRUPTED_S = 8
"""One camera that hangs would hold up another for ten; a busy machine does so for five."""


def image_of(jpeg):
    return decode_reduced(jpeg, Limits())
