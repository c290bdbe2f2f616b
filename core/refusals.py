"""The sentence and the HTTP status of each error code."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from processing.refusal import InvalidRecipe, Refused

ACCEPTED_TYPES = "JPEG, PNG, WebP, AVIF, HEIC, GIF, BMP"

STATUS = {
    "unsupported_type": 415,
    "file_too_large": 413,
    "too_many_pixels": 422,
    "damaged": 422,
    "empty_file": 400,
    "too_many_files": 400,
    "invalid_recipe": 400,
    "invalid_request": 400,
    "forbidden": 403,
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
    "file_too_large": _("This file is larger than %(megabytes)s MB. Send a smaller copy."),
    "too_many_pixels": _(
        "This picture has too many pixels: at most %(megapixels)s megapixels and %(side)s "
        "pixels a side. Send a smaller copy."
    ),
    "damaged": _(
        "This picture is damaged or incomplete and cannot be opened. Send the original again."
    ),
    "empty_file": _("There is no picture here: the file is empty or none was chosen."),
    "too_many_files": _("At most %(files)s pictures at a time. Send the others afterwards."),
    "processing_failed": _(
        "This picture could not be processed in the time and memory that one picture may "
        "take. Send a smaller copy, or choose fewer steps."
    ),
    "storage": _("The picture could not be stored. Please send it again in a minute."),
    "storage_full": _("There is no space left for more pictures. Please try again later."),
    "not_found": _("There is nothing here. It may have expired or been deleted."),
    "forbidden": _("You may not do this."),
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
    return {
        "types": ACCEPTED_TYPES,
        "files": settings.MAX_FILES_PER_UPLOAD,
        "megabytes": limits.max_bytes // 1_000_000,
        "megapixels": limits.max_pixels // 1_000_000,
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
        "out_of_range": _("Step %(step)s (%(operation)s): “%(parameter)s” must be %(allowed)s."),
    }
    return str(messages[refusal.reason]) % culprit
