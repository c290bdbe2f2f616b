"""The table of operations. The form, the API and the validation of recipes are all read from it.

A row names its function, which is imported when it first works on pixels: reading the table loads
neither OpenCV nor NumPy.
"""

from processing.operations.operation import Operation
from processing.operations.parameters import Choice, Integer, Number

_REGION = (
    Number("left", 0, 99, default=0, unit="%"),
    Number("top", 0, 99, default=0, unit="%"),
    Number("width", 1, 100, default=100, unit="%"),
    Number("height", 1, 100, default=100, unit="%"),
)

_ROWS = (
    Operation(
        "faces",
        "hide.hide_faces_unseen",
        (
            Choice("style", ("mosaic", "blur", "solid"), default="mosaic"),
            Choice("shape", ("box", "ellipse"), default="box"),
            Number("margin", 0, 1, default=0.25),
            Integer("blocks", 3, 12, default=6),
            Number("min_score", 0, 1, default=0),
            Choice("lossless", (True, False), default=True),
        ),
        "bgra",
        find="hide.find_faces",
    ),
    Operation("grayscale", "tone.grayscale", takes="any"),
    Operation(
        "pixelate", "hide.pixelate", (Integer("blocks", 4, 200, default=40), *_REGION), "bgra"
    ),
    Operation("blur", "detail.blur", (Number("radius", 0.1, 10, default=2, unit="%"),), "bgra"),
    Operation("sepia", "tone.sepia", (Number("strength", 0, 1, default=1),)),
    Operation(
        "sketch", "detail.sketch", (Number("softness", 0.1, 5, default=1, unit="%"),), "paper"
    ),
    Operation("edges", "detail.edges", (Integer("sensitivity", 1, 100, default=60),), "paper"),
    Operation("even_light", "tone.even_light", (Number("strength", 1, 8, default=2),)),
    Operation("sharpen", "detail.sharpen", (Number("amount", 0.1, 3, default=1),), "bgra"),
    Operation("rotate", "geometry.rotate", (Choice("angle", (90, 180, 270), default=90),), "any"),
    Operation(
        "resize",
        "geometry.resize",
        (Integer("max_side", 16, 12000, default=1600, unit="px"),),
        "any",
    ),
)

OPERATIONS = {operation.name: operation for operation in _ROWS}
