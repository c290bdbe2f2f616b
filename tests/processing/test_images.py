"""Decoding to upright 8-bit sRGB and encoding without anything but the picture."""

import io

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

from processing.frames import decode_reduced
from processing.headers import Header
from processing.images import Image, Source, decode, decoding, encode
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing import crafted
from tests.processing.crafted import FORMATS, four_corners, gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

LIMITS = Limits()
FILES = {name: saved(gradient(), name) for name in FORMATS}
GRADIENT = np.asarray(gradient())[:, :, ::-1]
EXACT = ("PNG", "BMP")


def decoded(content: bytes) -> Image:
    return decode(content, LIMITS)[0]


def again(content: bytes) -> bytes:
    """What is published of a file to which nothing is done."""
    return encode(*decode(content, LIMITS)).content


def refusal_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        decode(content, limits)
    return refused.value.code


def distance(one: npt.NDArray[np.integer], other: npt.NDArray[np.integer]) -> float:
    """Mean difference of two pictures of the same shape, 0..255."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


# Formats in and out


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_decodes_to_its_pixels_in_bgr(name: str) -> None:
    image, source = decode(FILES[name], LIMITS)

    assert image.dtype == np.uint8
    assert distance(image, GRADIENT) <= (0 if name in EXACT else 4)
    assert (source.format, source.animated) == (name, False)


@pytest.mark.parametrize(
    ("name", "suffix", "media_type", "format_out"),
    [
        ("JPEG", ".jpg", "image/jpeg", "JPEG"),
        ("PNG", ".png", "image/png", "PNG"),
        ("WEBP", ".webp", "image/webp", "WEBP"),
        ("AVIF", ".avif", "image/avif", "AVIF"),
        ("HEIF", ".jpg", "image/jpeg", "JPEG"),
        ("GIF", ".png", "image/png", "PNG"),
        ("BMP", ".png", "image/png", "PNG"),
    ],
)
def test_a_result_has_the_format_of_its_source_where_browsers_show_it(
    name: str, suffix: str, media_type: str, format_out: str
) -> None:
    image, source = decode(FILES[name], LIMITS)

    result = encode(image, source)

    assert (result.suffix, result.media_type) == (suffix, media_type)
    assert Pillow.open(io.BytesIO(result.content)).format == format_out
    assert distance(decoded(result.content), image) <= (0 if format_out == "PNG" else 3)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 5, 3), (1, 40, 3), (40, 1, 3), (7, 5), (1, 1)])
def test_every_shape_can_be_encoded_in_every_format(name: str, shape: tuple[int, ...]) -> None:
    image = np.full(shape, 100, np.uint8)

    result = decoded(encode(image, Source(name)).content)

    assert result.shape[:2] == shape[:2]
    assert np.abs(result.astype(int) - 100).max() <= 3


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", [(1, 1, 4), (7, 5, 4), (48, 64, 4)])
def test_alpha_is_encoded_whatever_the_source_was(name: str, shape: tuple[int, ...]) -> None:
    image = np.full(shape, 100, np.uint8)

    result = decoded(encode(image, Source(name)).content)

    assert result.shape == shape
    assert np.abs(result.astype(int) - 100).max() <= 3


def test_a_gif_of_few_colours_keeps_them_exactly() -> None:
    colours = four_corners().quantize(4)

    image = decoded(saved(colours, "GIF"))

    assert (image == np.asarray(colours.convert("RGB"))[:, :, ::-1]).all()


def test_a_lossless_webp_stays_lossless() -> None:
    webp = saved(gradient(), "WEBP", lossless=True)

    assert (decoded(again(webp)) == GRADIENT).all()


# Orientation


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_ends_upright(name: str, orientation: int) -> None:
    content = crafted.turned_file(four_corners(), name, orientation)

    image = decoded(content)

    assert image.shape == (64, 128, 3)
    corners = image[8:64:48, 8:128:112].reshape(4, 3)
    expected = [(0, 0, 255), (0, 255, 0), (255, 0, 0), (255, 255, 255)]
    assert np.abs(corners - np.array(expected)).max() < 20


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_a_result_is_not_turned_a_second_time(name: str) -> None:
    content = crafted.turned_file(four_corners(), name, 6)

    once, twice = decoded(content), decoded(again(content))

    assert distance(once, twice) < 5


@pytest.mark.parametrize("orientation", [0, 9, 255, 65_535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation: int) -> None:
    assert decoded(crafted.turned_file(gradient(), "JPEG", orientation)).shape == (64, 128, 3)


@pytest.mark.parametrize("exif", [b"", b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"junk"])
def test_broken_exif_is_no_reason_to_refuse_a_picture(exif: bytes) -> None:
    jpeg = crafted.jpeg_with(FILES["JPEG"], crafted.jpeg_segment(0xE1, exif))

    assert distance(decoded(jpeg), GRADIENT) < 4


def test_a_grey_jpeg_is_turned_as_well() -> None:
    jpeg = crafted.turned_file(gradient(), "JPEG", 6)

    image, _ = decode(jpeg, LIMITS, grey=True)

    assert image.shape == (64, 128)


# Kinds of pixels


def test_a_jpeg_comes_as_lightness_alone_where_the_caller_asks_for_it() -> None:
    image, _ = decode(FILES["JPEG"], LIMITS, grey=True)

    assert distance(image, np.asarray(gradient().convert("L"))) < 3


@pytest.mark.parametrize("name", ["JPEG", "PNG", "BMP"])
def test_a_grey_picture_has_two_dimensions(name: str) -> None:
    grey = gradient().convert("L")

    image = decoded(saved(grey, name))

    assert distance(image, np.asarray(grey)) < 3


@pytest.mark.parametrize("name", ["PNG", "BMP", "GIF"])
def test_a_picture_of_one_bit_is_black_and_white(name: str) -> None:
    bits = gradient().convert("1")

    image = decoded(saved(bits, name))

    assert np.array_equal(image, np.asarray(bits.convert("L")))


@pytest.mark.parametrize("name", ["PNG", "BMP", "GIF"])
def test_a_palette_is_looked_up(name: str) -> None:
    palette = gradient().quantize(64)

    image = decoded(saved(palette, name))

    assert distance(image, np.asarray(palette.convert("RGB"))[:, :, ::-1]) <= 1


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    image = decoded(saved(gradient().convert("CMYK"), "JPEG", quality=95))

    assert distance(image, GRADIENT) < 4


def test_sixteen_bits_of_grey_become_the_nearest_eight() -> None:
    samples = np.array([[0, 128, 129, 257], [32_768, 65_278, 65_407, 65_535]], np.uint16)

    image = decoded(crafted.png_of_16_bits(samples, colour=0))

    assert image.tolist() == [[0, 0, 1, 1], [128, 254, 255, 255]]


@pytest.mark.parametrize(("colour", "channels"), [(2, 3), (4, 2), (6, 4)])
def test_sixteen_bits_of_colour_or_alpha_become_eight(colour: int, channels: int) -> None:
    samples = np.linspace(300, 65_000, 6 * channels).astype(np.uint16).reshape(2, 3, channels)

    image = decoded(crafted.png_of_16_bits(samples, colour))

    grey_alpha_as_bgra = samples[:, :, [0, 0, 0, -1]]
    bgra = samples[:, :, [2, 1, 0, 3][:channels]] if channels > 2 else grey_alpha_as_bgra
    assert np.abs(image - bgra / 257).max() <= 1


def test_grey_with_alpha_keeps_both() -> None:
    grey = gradient().convert("L")
    alpha = grey.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT).point(lambda value: value or 1)

    image = decoded(saved(Pillow.merge("LA", (grey, alpha)), "PNG"))

    assert (image[:, :, :3] == np.asarray(grey)[:, :, None]).all()
    assert (image[:, :, 3] == np.asarray(alpha)).all()


# Colour profiles

P3 = np.array(
    [[0.51512, 0.2412, -0.00105], [0.29198, 0.69225, 0.04189], [0.1571, 0.06657, 0.78407]]
)
SRGB = np.array(
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]]
)
"""Display P3 and sRGB: XYZ (D50) of red, green and blue, in rows."""


def p3_seen_in_srgb(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Display P3 with gamma 2.2 to sRGB by the formula (IEC 61966-2-1)."""
    linear = ((rgb / 255) ** 2.2 @ P3 @ np.linalg.inv(SRGB)).clip(0, 1)
    curved = np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)
    return np.asarray(curved * 255, np.float64)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "AVIF", "HEIF"])
def test_a_wide_gamut_profile_is_converted_to_srgb(name: str) -> None:
    content = saved(gradient(), name, icc_profile=crafted.colour_profile(P3, gamma=2.2))
    stored = np.asarray(Pillow.open(io.BytesIO(content)))

    image = decoded(content)

    assert np.abs(image[:, :, ::-1] - stored.astype(int)).max() > 10
    assert np.abs(image[:, :, ::-1] - p3_seen_in_srgb(stored)).max() <= 3


def test_a_profile_counts_for_a_picture_with_alpha_too() -> None:
    picture = gradient()
    picture.putalpha(200)
    profile = crafted.colour_profile(P3, gamma=2.2)

    image = decoded(saved(picture, "PNG", icc_profile=profile))

    assert np.abs(image[:, :, 2::-1] - p3_seen_in_srgb(np.asarray(gradient()))).max() <= 3
    assert (image[:, :, 3] == 200).all()


@pytest.mark.parametrize("grey", [True, False])
def test_an_srgb_profile_changes_nothing(grey: bool) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = gradient().convert("L") if grey else gradient()

    image = decoded(saved(picture, "PNG", icc_profile=srgb))

    assert (image == (np.asarray(picture) if grey else GRADIENT)).all()


@pytest.mark.parametrize("profile", [b"junk", bytes(128), bytes(5_000)])
def test_a_broken_profile_is_passed_over(profile: bytes) -> None:
    assert (decoded(saved(gradient(), "PNG", icc_profile=profile)) == GRADIENT).all()


def test_a_profile_for_other_pixels_is_passed_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    assert (decoded(saved(gradient(), "PNG", icc_profile=lab)) == GRADIENT).all()


# Transparency


def test_a_profile_that_only_calls_itself_srgb_is_converted() -> None:
    linear = crafted.colour_profile(SRGB, 1.0)
    imposter = linear.replace(b"Wide\0", b"sRGB\0")
    picture = gradient()

    honest, false = (
        decoded(saved(picture, "PNG", icc_profile=profile)) for profile in (linear, imposter)
    )

    assert linear != imposter
    assert (honest == false).all()


def test_a_transparent_value_of_16_bits_becomes_alpha() -> None:
    extra = crafted.png_chunk(b"tRNS", b"\xff\xff")
    samples = np.array([[1285, 65535]], np.uint16)

    image = decoded(crafted.png_of_16_bits(samples, 0, extra))

    assert image.tolist() == [[[5, 5, 5, 255], [0, 0, 0, 0]]]


def test_a_lossless_webp_with_a_profile_stays_lossless() -> None:
    profile = crafted.colour_profile(SRGB, 2.2)
    content = saved(gradient(), "WEBP", lossless=True, icc_profile=profile)

    _image, source = decode(content, LIMITS)

    assert source.lossless


def test_a_picture_of_several_strips_is_converted_without_a_seam() -> None:
    rows = np.arange(1300, dtype=np.uint8)
    picture = Pillow.fromarray(np.repeat(rows[:, None], 3, axis=1)).convert("P")

    image = decoded(saved(picture, "PNG"))

    assert (image[:, :, 0] == rows[:, None]).all()


@pytest.mark.parametrize("name", ["AVIF", "WEBP"])
def test_what_is_too_large_for_a_modern_encoder_becomes_a_jpeg_or_png(name: str) -> None:
    colour = np.zeros((4000, 3200, 3), np.uint8)

    assert encode(colour, Source(name)).suffix == ".jpg"
    assert encode(colour, Source(name, lossless=True)).suffix == ".png"
    assert encode(np.dstack((colour, colour[:, :, 0])), Source(name)).suffix == ".png"
    assert encode(colour[:100], Source(name)).suffix == f".{name.lower()}"


def half_hidden() -> Pillow.Image:
    """Red everywhere; the left half has alpha 0, the right half 180."""
    picture = Pillow.new("RGBA", (64, 64), (250, 10, 20, 0))
    picture.paste((250, 10, 20, 180), (32, 0, 64, 64))
    return picture


@pytest.mark.parametrize("name", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_alpha_survives_and_what_it_hid_is_gone(name: str) -> None:
    options = {"lossless": True, "exact": True} if name == "WEBP" else {"quality": 90}

    image = decoded(again(saved(half_hidden(), name, **options)))

    assert np.abs(image[:, :30, 3].astype(int)).max() <= 2
    assert np.abs(image[:, 34:, 3].astype(int) - 180).max() <= 2
    assert image[:, :24, :3].max() <= 8
    assert np.abs(image[:, 40:, :3] - np.array([20, 10, 250])).max() <= 12


def test_the_colour_under_alpha_0_is_gone_before_any_operation_sees_it() -> None:
    image = decoded(saved(half_hidden(), "PNG"))

    assert not image[:, :32].any()
    assert (image[:, 32:] == (20, 10, 250, 180)).all()


def test_a_transparent_colour_of_a_palette_becomes_alpha() -> None:
    colours = four_corners().quantize(4)
    red = colours.getpixel((0, 0))

    image = decoded(saved(colours, "GIF", transparency=red))

    assert not image[:32, :64].any()
    assert (image[32:, 64:] == 255).all()


@pytest.mark.parametrize("name", ["JPEG", "BMP", "HEIF"])
def test_a_picture_without_alpha_gets_none(name: str) -> None:
    assert decoded(FILES[name]).shape == (64, 128, 3)


# Animations


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG", "AVIF"])
def test_the_first_frame_of_an_animation_is_taken_and_its_movement_told(name: str) -> None:
    frames = [Pillow.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]

    image, source = decode(saved(frames[0], name, save_all=True, append_images=frames[1:]), LIMITS)

    assert source.animated
    assert np.abs(image[:, :, :3] - np.array([0, 0, 255])).max() <= 3
    assert not decode(again(FILES[name]), LIMITS)[1].animated


def test_a_result_of_an_animation_stands_still() -> None:
    frames = [Pillow.new("RGB", (64, 64), colour) for colour in ("red", "green")]

    result = again(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))

    assert not decode(result, LIMITS)[1].animated


# What must not be in a result

MARKER = b"SECRETxMARKER"


def seeded_exif() -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x010F] = MARKER.decode()  # maker of the camera
    exif.get_ifd(0x8769)[0xA431] = MARKER.decode()  # its serial number
    exif.get_ifd(0x8769)[0x927C] = MARKER  # MakerNote
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)  # GPS latitude
    exif.get_ifd(0x8825)[29] = MARKER.decode()  # GPS date
    return exif


def seeded(name: str) -> bytes:
    """A file with the marker in every corner its format has."""
    profile = crafted.colour_profile(SRGB, 2.2).replace(b"none\0", MARKER[:4] + b"\0") + MARKER
    if name == "BMP":
        return FILES[name]
    if name == "GIF":
        return saved(gradient(), name, comment=MARKER)
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", MARKER.decode())
    texts.add_text("Comment", MARKER.decode(), zip=True)
    texts.add_itxt("Title", MARKER.decode())
    content = saved(
        gradient(), name, exif=seeded_exif(), xmp=MARKER, icc_profile=profile, pnginfo=texts
    )
    if name != "JPEG":
        return content
    thumbnail = b"Exif\0\0" + saved(gradient(), "JPEG") + MARKER
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + MARKER
    segments = (0xE1, thumbnail), (0xED, iptc), (0xFE, MARKER), (0xE2, b"MPF\0" + MARKER)
    return crafted.jpeg_with(content, *(crafted.jpeg_segment(*segment) for segment in segments))


@pytest.mark.parametrize("behind", [b"", MARKER, b"PK\x03\x04" + MARKER, b"<script>" + MARKER])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_but_the_picture_is_in_a_result(name: str, behind: bytes) -> None:
    content = seeded(name) + behind
    assert MARKER in content or name == "BMP"

    result = again(content)

    assert MARKER not in result
    reopened = Pillow.open(io.BytesIO(result))
    assert not dict(reopened.getexif())
    told = {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "comment", "photoshop", "Author"}
    assert not told & set(reopened.info)


@pytest.mark.parametrize("name", ["JPEG", "HEIF"])
def test_a_jpeg_result_holds_one_picture_and_ends_with_it(name: str) -> None:
    result = again(seeded(name) + FILES["JPEG"])

    assert result.count(b"\xff\xd8\xff") == 1
    assert result.count(b"\xff\xd9") == 1
    assert result.endswith(b"\xff\xd9")


@pytest.mark.parametrize("name", ["PNG", "GIF", "BMP"])
def test_a_png_result_holds_pixels_alone_and_ends_with_them(name: str) -> None:
    result = again(seeded(name) + FILES["PNG"])

    at, kinds = 8, []
    while at < len(result):
        kinds.append(result[at + 4 : at + 8])
        at += 12 + int.from_bytes(result[at : at + 4], "big")
    assert set(kinds) == {b"IHDR", b"IDAT", b"IEND"}
    assert (kinds.index(b"IEND"), at) == (len(kinds) - 1, len(result))


def test_a_webp_result_ends_where_it_says() -> None:
    result = again(seeded("WEBP") + FILES["WEBP"])

    assert int.from_bytes(result[4:8], "little") + 8 == len(result)
    assert result.count(b"RIFF") == 1


# Compression


@pytest.mark.parametrize("quality", [86, 90, 95, 97])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_a_jpeg_result_is_compressed_like_its_source(quality: int, subsampling: int) -> None:
    jpeg = saved(gradient(), "JPEG", quality=quality, subsampling=subsampling)

    _, source = decode(again(jpeg), LIMITS)

    assert abs(source.compression.quality - quality) <= 1
    assert source.compression.full_colour == (subsampling == 0)


@pytest.mark.parametrize("quality", [5, 50, 84, 85])
def test_a_jpeg_result_is_never_compressed_below_85(quality: int) -> None:
    _, source = decode(again(saved(gradient(), "JPEG", quality=quality)), LIMITS)

    assert abs(source.compression.quality - 85) <= 1


# Damage and limits


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8])
def test_a_body_cut_short_is_damaged(name: str, kept: float) -> None:
    content = saved(gradient(512, 512), name)

    assert refusal_of(content[: int(len(content) * kept)]) == "damaged"


@pytest.mark.parametrize("rows", [b"", bytes(447), b"\7" * 448])
def test_a_png_with_too_few_pixels_or_an_unknown_filter_is_damaged(rows: bytes) -> None:
    assert refusal_of(crafted.png(9, 16, rows)) == "damaged"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_all_header_is_damaged(name: str) -> None:
    says = {
        "JPEG": crafted.jpeg_that_says(9, 9),
        "PNG": crafted.png(9, 9),
        "WEBP": crafted.webp_that_says(9, 9),
        "AVIF": crafted.avif_that_says(9, 9),
        "HEIF": crafted.heif_that_says(9, 9),
        "GIF": crafted.gif_that_says(9, 9),
        "BMP": crafted.bmp_that_says(9, 9),
    }

    assert refusal_of(says[name]) == "damaged"


@pytest.mark.parametrize("name", FORMATS)
def test_the_decoder_keeps_the_limits_without_the_sniff(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "sniff", lambda _content, _limits: Header(name, 1, 1))

    assert refusal_of(FILES[name], Limits(max_pixels=128 * 64 - 1)) == "too_many_pixels"
    assert refusal_of(FILES[name], Limits(max_side_px=127)) == "too_many_pixels"


@pytest.mark.parametrize("build", [crafted.png, crafted.gif_that_says, crafted.jpeg_that_says])
def test_a_bomb_is_refused_without_the_sniff(
    build: crafted.SizedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "sniff", lambda _content, _limits: Header("PNG", 1, 1))

    assert refusal_of(build(30_000, 30_000)) in ("too_many_pixels", "damaged")


def test_what_the_sniff_refuses_is_not_decoded() -> None:
    assert refusal_of(b"") == "empty_file"
    assert refusal_of(b"%PDF-1.7") == "unsupported_type"
    assert refusal_of(FILES["PNG"], Limits(max_bytes=10)) == "file_too_large"


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.integers(0, 900), st.binary(min_size=1, max_size=4)), max_size=4),
)
def test_a_spoilt_file_is_decoded_within_the_limits_or_refused(
    name: str, changes: list[tuple[int, bytes]]
) -> None:
    content = bytearray(FILES[name])
    for at, replacement in changes:
        content[at : at + len(replacement)] = replacement
    try:
        image = decode(bytes(content), Limits(max_pixels=1_000_000))[0]
    except Refused:
        return
    assert image.dtype == np.uint8
    assert image.shape[0] * image.shape[1] <= 1_000_000


def test_an_array_that_no_format_holds_is_a_bug_and_says_so() -> None:
    with pytest.raises((RuntimeError, cv2.error)):
        encode(np.zeros((0, 0, 3), np.uint8), Source("PNG"))


# Small and grey, for movement


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1280, 720), (180, 320)),
        ((2560, 1440), (180, 320)),
        ((640, 480), (240, 320)),
        ((1920, 1080), (270, 480)),
        ((480, 640), (640, 480)),
        ((720, 1280), (640, 360)),
        ((320, 240), (240, 320)),
        ((100, 50), (50, 100)),
    ],
)
def test_a_jpeg_comes_small_and_grey_but_no_smaller_than_asked(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    grey = decode_reduced(saved(gradient(*size), "JPEG"), LIMITS, 320, grey=True)

    assert grey.shape == expected
    whole = decode(saved(gradient(*size), "JPEG"), LIMITS, grey=True)[0]
    assert abs(float(grey.mean()) - float(whole.mean())) < 2


def test_only_a_whole_picture_within_the_limits_comes_small_and_grey() -> None:
    jpeg = saved(gradient(), "JPEG")

    for content, limits, code in [
        (b"", LIMITS, "empty_file"),
        (jpeg[:-200], LIMITS, "damaged"),
        (jpeg, Limits(max_pixels=1000), "too_many_pixels"),
        (jpeg, Limits(max_bytes=1000), "file_too_large"),
    ]:
        with pytest.raises(Refused, match=code):
            decode_reduced(content, limits, 320, grey=True)
