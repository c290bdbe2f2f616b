"""Pure pixels: bytes and arrays in, bytes and arrays out. No Django, no network, no clock.

Only these modules encode or decode:

    images      picture files of every accepted format
    frames      a camera's JPEGs
    film        time-lapse films
    clips       films from file to file
    turbojpeg   JPEGs: pixels with the decoder's warnings, coefficients without loss

Importing this package, `recipe`, `operations`, `headers`, `outcome`, `face`, `limits`, `refusal`,
`clip_headers`, `clip_limits` or `clip_recipe` loads no library for pixels: that is what the web
process uses.
"""

# First, so that OpenCV's own limits stand in the environment before anything imports cv2.
from processing import library_limits as library_limits
from processing.refusal import InvalidRecipe as InvalidRecipe
from processing.refusal import Refused as Refused
