"""Pure pixels: bytes and arrays in, bytes and arrays out. No Django, no network, no clock."""

# First, so that OpenCV's own limits stand in the environment before anything imports cv2.
from processing import library_limits as library_limits
from processing.refusal import InvalidRecipe as InvalidRecipe
from processing.refusal import Refused as Refused
