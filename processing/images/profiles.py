"""Colour profiles (ICC.1) of pictures opened by Pillow, and their conversion to sRGB."""

import io

import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms

_SRGB = ImageCms.createProfile("sRGB")
_SWATCHES = {
    "RGB": Pillow.fromarray(
        np.stack(np.meshgrid(*[np.linspace(0, 255, 6)] * 3), axis=-1)
        .reshape(6, 36, 3)
        .astype(np.uint8)
    ),
    "L": Pillow.fromarray(np.arange(256, dtype=np.uint8)[None]),
}


def foreign_profile(picture: Pillow.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile, unless there is none, it is broken, or it is sRGB itself."""
    embedded = picture.info.get("icc_profile")
    if not embedded:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(embedded))
        swatches = _SWATCHES.get(picture.mode)
        return None if swatches and _is_srgb(profile, swatches) else profile
    except (ImageCms.PyCMSError, OSError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile, swatches: Pillow.Image) -> bool:
    """Whether converting changes no colour visibly; what a profile calls itself is no proof."""
    converted = in_srgb(swatches, profile)
    difference = np.asarray(converted, np.int16) - np.asarray(swatches, np.int16)
    return bool(np.abs(difference).max() <= 2)


def in_srgb(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Pillow.Image:
    """A picture of mode L, RGB, CMYK or LAB converted from its profile to sRGB; grey stays grey.

    A picture without a profile, or with one for other pixels, stays as it is.
    """
    if profile is None:
        return picture
    try:
        converted = ImageCms.profileToProfile(picture, profile, _SRGB, outputMode="RGB") or picture
    except ImageCms.PyCMSError:  # a profile for another kind of pixels: better none than a refusal
        return picture
    return converted.getchannel("G") if picture.mode == "L" else converted
