"""Colour profiles (ICC.1) of pictures opened by Pillow, and their conversion to sRGB."""

import io

import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms

_SRGB = ImageCms.createProfile("sRGB")
_SWATCHES = Pillow.fromarray(
    np.stack(np.meshgrid(*[np.linspace(0, 255, 6)] * 3), axis=-1).reshape(6, 36, 3).astype(np.uint8)
)


def foreign_profile(picture: Pillow.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile, unless there is none, it is broken, or it is sRGB itself."""
    embedded = picture.info.get("icc_profile")
    if not embedded:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(embedded))
        return None if picture.mode == "RGB" and _is_srgb(profile) else profile
    except (ImageCms.PyCMSError, OSError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Whether converting changes no colour visibly; what a profile calls itself is no proof."""
    converted = ImageCms.profileToProfile(_SWATCHES, profile, _SRGB)
    difference = np.asarray(converted, np.int16) - np.asarray(_SWATCHES, np.int16)
    return bool(np.abs(difference).max() <= 2)


def in_srgb(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Pillow.Image:
    """A picture of mode L, RGB, CMYK or LAB converted from its profile to sRGB.

    Grey stays as it is, and so does a picture without a profile or with one for other pixels.
    """
    if profile is None or picture.mode == "L":  # a grey profile describes no more than a tone curve
        return picture
    try:
        return ImageCms.profileToProfile(picture, profile, _SRGB, outputMode="RGB") or picture
    except ImageCms.PyCMSError:  # a profile for another kind of pixels: better none than a refusal
        return picture
