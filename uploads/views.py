from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from structlog.contextvars import bind_contextvars

from core.client_address import sender_of
from core.error_answers import with_retry_after
from core.http import HtmxRequest, SeeOther
from core.refusals import ACCEPTED_TYPES, STATUS, message_for, message_of
from processing.refusal import Refused
from uploads.corrections import correct_as_shown
from uploads.counts import count_refusals
from uploads.downloads import picture_response, zip_response
from uploads.forms import UploadForm
from uploads.intake import AllRefused
from uploads.models import Picture, Upload
from uploads.presentation import present
from uploads.removal import remove
from uploads.session_tokens import remember, token_of


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
    """The result page; htmx asks for its changing part alone."""
    upload = _visible(slug)
    token = token_of(request, upload)
    is_owner = upload.accepts_delete_token(token)
    context = {"page": present(upload, is_owner), "upload": upload, "delete_token": token}
    template = "uploads/_pictures.html" if request.htmx else "uploads/show.html"
    return render(request, template, context)


@require_safe
def result(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One result picture, to be shown or (`?download`) saved."""
    picture = get_object_or_404(
        Picture, upload=_visible(slug), number=number, state=Picture.State.DONE
    )
    return picture_response(picture, download="download" in request.GET)


@require_POST
def faces(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Uncover or hide faces of a picture; 404 for whoever did not send it."""
    upload = _visible(slug)
    if not upload.accepts_delete_token(token_of(request, upload)):
        raise Http404
    if not upload.pictures.filter(number=number).exists():
        raise Http404
    try:
        correct_as_shown(upload, number, request.POST.getlist("show"), request.POST.getlist("add"))
    except Refused as refusal:
        messages.error(request, message_of(refusal))
    return SeeOther(upload.get_absolute_url())


@require_safe
def archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All results of an upload in one ZIP."""
    pictures = list(_visible(slug).pictures.filter(state=Picture.State.DONE))
    if not pictures:
        raise Http404
    return zip_response(pictures)


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove an upload now; 404 for whoever has no token for it."""
    upload = _visible(slug)
    if not upload.accepts_delete_token(request.POST.get("delete_token", "")):
        raise Http404
    remove(upload)
    messages.success(request, _("The pictures and their link are deleted."))
    return SeeOther(reverse("uploads:create"))


def _visible(slug: str) -> Upload:
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    bind_contextvars(upload_id=upload.pk)
    return upload


def _upload_page(
    request: HttpRequest, form: UploadForm, refusal: Refused | None = None
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "accepted_types": ACCEPTED_TYPES,
        "max_files": settings.MAX_FILES_PER_UPLOAD,
        "max_file_bytes": settings.PICTURE_LIMITS.max_bytes,
        "max_file_mb": settings.PICTURE_LIMITS.max_bytes // 1_000_000,
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
