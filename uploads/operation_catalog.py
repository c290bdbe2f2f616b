"""The table of operations in words: what the upload page offers, and in which terms."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processing.operations import OPERATIONS
from processing.operations.operation import Operation
from processing.operations.parameters import Parameter, Value

Text = str | Promise

OPERATION_WORDS: dict[str, tuple[Text, Text]] = {
    "faces": (
        _("Hide faces"),
        _("Faces become hard to recognise, black where less would not do. Some may be missed."),
    ),
    "grayscale": (_("Grey"), _("Black and white, like an old photograph.")),
    "pixelate": (_("Pixelate"), _("Coarse squares over the whole picture or a part of it.")),
    "blur": (_("Blur"), _("Everything goes soft.")),
    "sepia": (_("Sepia"), _("Warm brown tones.")),
    "sketch": (_("Pencil sketch"), _("Drawn with a soft pencil.")),
    "edges": (_("Outlines"), _("Only the contours, black on white.")),
    "even_light": (_("Even out light"), _("Brings out what is lost in the shadows.")),
    "sharpen": (_("Sharpen"), _("Crisper details.")),
    "rotate": (_("Rotate"), _("By 90°, 180° or 270° clockwise.")),
    "resize": (_("Resize"), _("Limits the longer side; small pictures stay as they are.")),
}

PARAMETER_WORDS: dict[str, Text] = {
    "faces.style": _("How"),
    "faces.shape": _("Shape"),
    "faces.margin": _("Margin"),
    "faces.blocks": _("Mosaic size (squares across a face)"),
    "faces.min_score": _("Detection threshold (0 = automatic)"),
    "faces.lossless": _("Keep the rest lossless (JPEG)"),
    "pixelate.blocks": _("Mosaic size (squares along the longer side)"),
    "pixelate.left": _("From the left"),
    "pixelate.top": _("From the top"),
    "pixelate.width": _("Width"),
    "pixelate.height": _("Height"),
    "blur.radius": _("Radius"),
    "sepia.strength": _("Strength"),
    "sketch.softness": _("Softness of the pencil"),
    "edges.sensitivity": _("Sensitivity"),
    "even_light.strength": _("Strength"),
    "sharpen.amount": _("Amount"),
    "rotate.angle": _("Clockwise by"),
    "resize.max_side": _("Longer side at most"),
}

CHOICE_WORDS: dict[Value, Text] = {
    "mosaic": _("Mosaic"),
    "blur": _("Blur"),
    "solid": _("Black"),
    "box": _("Rectangle"),
    "ellipse": _("Ellipse"),
    True: _("Yes"),
    False: _("No"),
    90: "90°",
    180: "180°",
    270: "270°",
}


_IN_SIGHT = 2


@dataclass(frozen=True)
class Control:
    """One parameter as a form control, with the value to show."""

    parameter: Parameter
    field: str
    label: Text
    value: str

    @property
    def choices(self) -> list[tuple[str, Text]]:
        return [(str(c), CHOICE_WORDS[c]) for c in getattr(self.parameter, "choices", ())]


_PROTECTING = {"faces", "pixelate", "blur"}


@dataclass(frozen=True)
class CatalogEntry:
    """One operation on the upload page."""

    name: str
    label: Text
    description: Text
    chosen: bool
    controls: list[Control]

    @property
    def main_controls(self) -> list[Control]:
        """Those in sight; the others are for people who look for them."""
        return self.controls[:_IN_SIGHT]

    @property
    def more_controls(self) -> list[Control]:
        return self.controls[_IN_SIGHT:]

    @property
    def protects(self) -> bool:
        """Whether it makes what is seen harder to recognise."""
        return self.name in _PROTECTING

    @property
    def thumbnail(self) -> str:
        return f"uploads/operations/{self.name}.webp"


def catalog(chosen: list[str], sent: Mapping[str, str]) -> list[CatalogEntry]:
    """Every operation in the table's order, with what the visitor sent or the defaults."""
    return [
        CatalogEntry(
            operation.name,
            *OPERATION_WORDS[operation.name],
            chosen=operation.name in chosen,
            controls=_controls(operation, sent),
        )
        for operation in OPERATIONS.values()
    ]


def field_name(operation: Operation, parameter: Parameter) -> str:
    """The form field of a parameter."""
    return f"{operation.name}-{parameter.name}"


def _controls(operation: Operation, sent: Mapping[str, str]) -> list[Control]:
    return [
        Control(
            parameter,
            field := field_name(operation, parameter),
            PARAMETER_WORDS[f"{operation.name}.{parameter.name}"],
            sent.get(field) or str(parameter.default),
        )
        for parameter in operation.parameters
    ]
