from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from structlog.contextvars import bind_contextvars

from core.client_address import sender_of
from core.entity_tags import asked_part, unless_known
from core.error_answers import with_retry_after
from core.http import HtmxRequest, SeeOther
from core.refusals import ACCEPTED_CLIPS, ACCEPTED_TYPES, STATUS, message_for, message_of
from processing.refusal import Refused
from uploads.correction_answers import answer
from uploads.corrections import correct_as_shown
from uploads.counts import count_refusals
from uploads.downloads import copy_response, picture_response, zip_response
from uploads.forms import UploadForm
from uploads.intake import AllRefused
from uploads.models import Picture, Upload
from uploads.opening import is_closed_for, is_view, seen_by
from uploads.opening_views import closed_page
from uploads.originals import are_kept
from uploads.presentation import present
from uploads.qr_code import qr_code
from uploads.session_tokens import remember, token_of

_OWN_PAGE = "uploads/show.html", "uploads/_pictures.html"
_SHARED_PAGE = "uploads/shared.html", "uploads/_shared_pictures.html"
"""The template of a result page, and of its changing part."""


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The upload page."""
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST)
    try:
        submission = form.submit(request.FILES.getlist("files"), sender_of(request))
    except Refused as refusal:
        count_refusals(refusal.codes)
        return _upload_page(request, form, refusal)
    remember(request, submission)
    return SeeOther(submission.upload.get_absolute_url())


@require_safe
def show(request: HtmxRequest, slug: str) -> HttpResponse:
    """The result page, another one for strangers; htmx asks for its changing part alone."""
    upload = _visible(slug)
    if is_closed_for(request, upload):
        return closed_page(request, upload)
    token = token_of(request, upload)
    is_owner = upload.accepts_delete_token(token)
    if not is_owner and is_view(request):
        upload.count_view()
    context: dict[str, object] = {"page": present(upload, is_owner), "upload": upload}
    if is_owner and not request.htmx:
        context |= _for_the_owner(request, upload, token)
    whole, part = _OWN_PAGE if is_owner else _SHARED_PAGE
    return render(request, part if request.htmx else whole, context)


@require_safe
def result(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One result, to be shown or (`?download`) saved; browsers ask for clips in parts."""
    picture = _done(request, slug, number)
    part = asked_part(request, picture.result)
    whole = partial(picture_response, picture, download="download" in request.GET, part=part)
    return unless_known(request, picture.result, whole)


@require_safe
def preview(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """A small copy of a result, for pages."""
    picture = _done(request, slug, number)
    return _copy(request, picture, picture.preview or picture.result)


@require_safe
def thumbnail(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """A smaller copy of a result, for lists."""
    picture = _done(request, slug, number)
    return _copy(request, picture, picture.thumbnail or picture.preview or picture.result)


def _copy(request: HttpRequest, picture: Picture, key: str) -> HttpResponseBase:
    return unless_known(request, key, partial(copy_response, picture, key))


@require_POST
def faces(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """Uncover or hide faces of a picture; 404 for whoever did not send it."""
    upload = _visible(slug)
    if not upload.accepts_delete_token(token_of(request, upload)):
        raise Http404
    if not upload.pictures.filter(number=number).exists():
        raise Http404
    shown, drawn = request.POST.getlist("show"), request.POST.getlist("add")
    return answer(request, upload, lambda: correct_as_shown(upload, number, shown, drawn))


@require_safe
def archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All results of an upload in one ZIP."""
    pictures = list(seen_by(request, slug).pictures.filter(state=Picture.State.DONE))
    if not pictures:
        raise Http404
    return zip_response(pictures)


def _for_the_owner(request: HttpRequest, upload: Upload, token: str) -> dict[str, object]:
    address = request.build_absolute_uri(upload.get_absolute_url())
    return {
        "delete_token": token,
        "has_originals": are_kept(upload),
        "lifetimes": UploadForm.like(upload).lifetimes,
        "qr_code": qr_code(address),
        "deletion_link": f"{address}delete#{token}",
    }


def _visible(slug: str) -> Upload:
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    bind_contextvars(upload_id=upload.pk)
    return upload


def _done(request: HttpRequest, slug: str, number: int) -> Picture:
    upload = seen_by(request, slug)
    bind_contextvars(upload_id=upload.pk)
    return get_object_or_404(Picture, upload=upload, number=number, state=Picture.State.DONE)


def _upload_page(
    request: HttpRequest, form: UploadForm, refusal: Refused | None = None
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "accepted_types": ACCEPTED_TYPES,
        "max_files": settings.MAX_FILES_PER_UPLOAD,
        "max_file_bytes": settings.PICTURE_LIMITS.max_bytes,
        "max_file_mb": settings.PICTURE_LIMITS.max_bytes // 1_000_000,
        "max_megapixels": settings.PICTURE_LIMITS.max_megapixels,
        "max_clip_bytes": settings.CLIP_LIMITS.max_bytes,
        "accepted_clips": ACCEPTED_CLIPS,
        "max_clip_mb": settings.CLIP_LIMITS.max_bytes // 1_000_000,
        "max_clip_s": round(settings.CLIP_LIMITS.max_duration_s),
        "max_clip_sides": f"{settings.CLIP_LIMITS.max_long_side_px} × "
        f"{settings.CLIP_LIMITS.max_short_side_px}",
        "max_picture_bytes": settings.MAX_PICTURE_BYTES_PER_REQUEST,
        "max_picture_mb": settings.MAX_PICTURE_BYTES_PER_REQUEST // 1_000_000,
        "max_bytes": settings.MAX_REQUEST_BYTES,
        "max_mb": settings.MAX_REQUEST_BYTES // 1_000_000,
    }
    if refusal is None:
        return render(request, "uploads/create.html", context)
    files = refusal.files if isinstance(refusal, AllRefused) else ()
    context["errors"] = [(file.name, message_for(file.code)) for file in files] or [
        ("", message_of(refusal))
    ]
    response = render(request, "uploads/create.html", context, status=STATUS[refusal.code])
    return with_retry_after(response, refusal.code)
