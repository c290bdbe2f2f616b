"""The sentence and the HTTP status of each error code."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from processing.clip_recipe import CLIP_OPERATIONS
from processing.refusal import InvalidRecipe, Refused

ACCEPTED_CLIPS = "MP4, MOV, WebM, MKV"
ACCEPTED_TYPES = "JPEG, PNG, WebP, AVIF, HEIC, GIF, BMP"

STATUS = {
    "unsupported_type": 415,
    "unsupported_encoding": 415,
    "file_too_large": 413,
    "too_many_pixels": 422,
    "damaged": 422,
    "unsupported_codec": 415,
    "no_video": 422,
    "clip_too_heavy": 413,
    "clip_too_large": 422,
    "clip_too_long": 422,
    "not_for_clips": 400,
    "empty_file": 400,
    "too_many_files": 400,
    "too_much_at_once": 413,
    "invalid_recipe": 400,
    "invalid_request": 400,
    "forbidden": 403,
    "closed": 403,
    "wrong_key": 403,
    "not_ready": 409,
    "not_found": 404,
    "too_slow": 408,
    "busy": 503,
    "storage": 503,
    "storage_full": 503,
}

RETRY_AFTER_S = {"busy": 2, "storage": 10, "storage_full": 60}
"""When to try again, for the codes after which that may help."""


_MESSAGES = {
    "unsupported_type": _(
        "This is not a picture we can read. Send one of: %(types)s. JPEGs of 12 bits or "
        "without loss, and PNGs taken out of iPhone apps, have to be opened and saved again "
        "first."
    ),
    "unsupported_encoding": _(
        "The request is compressed (Content-Encoding), which this site does not take. "
        "Send it uncompressed."
    ),
    "file_too_large": _("This file is larger than %(megabytes)s MB. Send a smaller copy."),
    "too_many_pixels": _(
        "This picture has too many pixels: at most %(megapixels)s megapixels and %(side)s "
        "pixels a side, fewer where its steps take much memory. Send a smaller copy."
    ),
    "damaged": _(
        "This picture is damaged or incomplete and cannot be opened. Send the original again."
    ),
    "unsupported_codec": _(
        "This clip is coded in a way we cannot read. Send one in H.264, H.265, VP8, VP9 or AV1."
    ),
    "no_video": _("There are no moving pictures in this file. Send a clip that has some."),
    "clip_too_heavy": _(
        "This clip is larger than %(clip_megabytes)s MB. Send a shorter or smaller one."
    ),
    "clip_too_large": _(
        "This clip has too many pixels: at most %(clip_sides)s. Send it at a lower resolution."
    ),
    "clip_too_long": _("This clip is longer than %(clip_s)s seconds. Cut it into shorter ones."),
    "not_for_clips": _(
        "This effect would flicker in a clip. For clips choose among: %(clip_operations)s."
    ),
    "empty_file": _("There is no picture here: the file is empty or none was chosen."),
    "too_many_files": _("At most %(files)s pictures at a time. Send the others afterwards."),
    "too_much_at_once": _(
        "These pictures are larger than %(pictures_megabytes)s MB together. Send some of them "
        "afterwards."
    ),
    "processing_failed": _(
        "This picture could not be processed in the time and memory that one picture may "
        "take. Send a smaller copy, or choose fewer steps."
    ),
    "storage": _("The picture could not be stored. Please send it again in a minute."),
    "storage_full": _("There is no space left for more pictures. Please try again later."),
    "not_found": _("There is nothing here. It may have expired or been deleted."),
    "forbidden": _("You may not do this."),
    "closed": _(
        "This link asks for a password, or shows its pictures once. Open it in a browser, or send "
        "the password as X-Upload-Password."
    ),
    "wrong_key": _("This is not the password. Please check it and enter it again."),
    "not_ready": _("The pictures are still being processed. Please try again in a minute."),
    "too_slow": _(
        "The request came too slowly and was given up. Please try again on a better line."
    ),
    "busy": _("The site is busy. Please try again in a few seconds."),
    "invalid_request": _("This request could not be understood."),
}


def message_for(code: str) -> str:
    """What happened, which limit, what to do: for a picture's code."""
    message = _MESSAGES.get(code) or _MESSAGES["invalid_request"]
    return str(message) % _limits()


def _limits() -> dict[str, object]:
    """What the sentences name in figures."""
    limits = settings.PICTURE_LIMITS
    clips = settings.CLIP_LIMITS
    return {
        "clip_megabytes": clips.max_bytes // 1_000_000,
        "clip_sides": f"{clips.max_long_side_px} × {clips.max_short_side_px}",
        "clip_s": round(clips.max_duration_s),
        "clip_operations": ", ".join(CLIP_OPERATIONS),
        "types": f"{ACCEPTED_TYPES}, {ACCEPTED_CLIPS}",
        "files": settings.MAX_FILES_PER_UPLOAD,
        "pictures_megabytes": settings.MAX_PICTURE_BYTES_PER_REQUEST // 1_000_000,
        "megabytes": limits.max_bytes // 1_000_000,
        "megapixels": limits.max_megapixels,
        "side": limits.max_side_px,
    }


def message_of(refusal: Refused) -> str:
    """The sentence for a refusal; for a recipe it names the step and parameter."""
    if isinstance(refusal, InvalidRecipe):
        return _recipe_message(refusal)
    return message_for(refusal.code)


def _recipe_message(refusal: InvalidRecipe) -> str:
    culprit = {
        "step": refusal.step,
        "operation": refusal.operation,
        "parameter": refusal.parameter,
        "allowed": refusal.allowed,
    }
    messages = {
        "not_json": _("The recipe is not valid JSON."),
        "too_long": _("A recipe may have %(allowed)s characters at most."),
        "not_a_list": _('The recipe must be a list of steps such as [{"op": "grayscale"}].'),
        "not_an_object": _('Step %(step)s must be an object such as {"op": "grayscale"}.'),
        "number_of_steps": _("Choose at least one effect (%(allowed)s steps are possible)."),
        "unknown_operation": _(
            "Step %(step)s: there is no operation “%(operation)s”. There are: %(allowed)s."
        ),
        "unknown_parameter": _(
            "Step %(step)s (%(operation)s): there is no parameter “%(parameter)s”. "
            "There are: %(allowed)s."
        ),
        "not_for_clips": _(
            "Step %(step)s (%(operation)s) would flicker in a clip. For clips there are: "
            "%(allowed)s."
        ),
        "out_of_range": _("Step %(step)s (%(operation)s): “%(parameter)s” must be %(allowed)s."),
    }
    return str(messages[refusal.reason]) % culprit
