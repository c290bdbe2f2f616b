"""What the tests of the running cameras agree on."""

from processing.frames import decode_reduced
from processing.limits import Limits

MAX_VIEWERS = 6
INTERRUPTED_S = 3
"""No capture begins anew so soon; a busy machine may well keep one waiting for a second."""


def image_of(jpeg):
    return decode_reduced(jpeg, Limits())
