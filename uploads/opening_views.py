"""The page of a link that asks for a password or shows its pictures once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from structlog.contextvars import bind_contextvars

from core.http import SeeOther
from core.refusals import STATUS, message_of
from processing.refusal import Refused
from uploads.models import Upload
from uploads.opening import SEEN_FOR, is_closed_for, open_for
from uploads.presentation import has_settled


@require_POST
@sensitive_post_parameters("password")
def open_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a closed link for this visitor; the page that asks again where the password is wrong."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    bind_contextvars(upload_id=upload.pk)
    try:
        if is_closed_for(request, upload):
            open_for(request, upload, request.POST.get("password", ""))
    except Refused as refusal:
        return closed_page(request, upload, refusal)
    return SeeOther(upload.get_absolute_url())


def closed_page(
    request: HttpRequest, upload: Upload, refusal: Refused | None = None
) -> HttpResponse:
    """What is shown instead of the pictures, until somebody presses the button."""
    context = {
        "upload": upload,
        "minutes": round(SEEN_FOR.total_seconds() / 60),
        "is_ready": not upload.is_once or has_settled(upload),
        "error": message_of(refusal) if refusal else "",
    }
    status = STATUS[refusal.code] if refusal else 200
    return render(request, "uploads/closed.html", context, status=status)
