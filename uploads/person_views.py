"""The persons of a clip, for the visitor who sent it and for nobody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from core.client_address import sender_of
from core.http import HtmxRequest
from uploads.clip_corrections import SPAN_FIELDS, correct_clip_as_shown
from uploads.correction_answers import answer
from uploads.models import Person, Picture
from uploads.owner_views import own_upload


@require_POST
def persons(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """Show or hide persons in the whole clip, and hide boxes for a span of time."""
    upload = own_upload(request, slug)
    get_object_or_404(upload.pictures, number=number, kind=Picture.Kind.CLIP)
    shown = request.POST.getlist("show")
    drawn = {name: request.POST.getlist(name) for name in SPAN_FIELDS}
    sender = sender_of(request)
    return answer(
        request, upload, lambda: correct_clip_as_shown(upload, number, shown, drawn, sender)
    )


@require_safe
def thumbnail(request: HttpRequest, slug: str, number: int, index: int) -> HttpResponse:
    """The small picture of a person, the face in it hidden."""
    upload = own_upload(request, slug)
    person = get_object_or_404(
        Person, clip__upload=upload, clip__number=number, index=index, has_thumbnail=True
    )
    return HttpResponse(bytes(person.thumbnail), content_type="image/webp")
