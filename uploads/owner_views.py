"""What only the visitor who sent an upload may do with it, and the list of all that they sent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from structlog.contextvars import bind_contextvars

from core.client_address import sender_of
from core.http import SeeOther
from core.refusals import STATUS, message_of
from processing.refusal import Refused
from uploads.again import submit_again
from uploads.counts import count_refusals
from uploads.forms import UploadForm
from uploads.lifetime import live_on
from uploads.models import Upload
from uploads.originals import are_kept
from uploads.own_uploads import own_uploads
from uploads.removal import remove
from uploads.session_tokens import remember, token_of


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this browser sent and what still exists of it."""
    return render(request, "uploads/mine.html", {"uploads": own_uploads(request)})


@require_POST
def lifetime(request: HttpRequest, slug: str) -> HttpResponse:
    """Have an upload expire earlier or later than it was to."""
    upload = own_upload(request, slug)
    form = UploadForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["expires_in"]:
        messages.error(request, message_of(Refused("invalid_request")))
    else:
        live_on(upload, form.cleaned_data["expires_in"])
        messages.success(request, _("The link expires at another time now."))
    return SeeOther(upload.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, slug: str) -> HttpResponse:
    """The same pictures as another upload, with other effects; 404 where originals do not stay."""
    upload = own_upload(request, slug)
    if not are_kept(upload):
        raise Http404
    if request.method != "POST":
        form = UploadForm.like(upload)
        return render(request, "uploads/again.html", {"form": form, "upload": upload})
    form = UploadForm(request.POST)
    try:
        submission = submit_again(upload, form, sender_of(request))
    except Refused as refusal:
        count_refusals(refusal.codes)
        context = {"form": form, "upload": upload, "error": message_of(refusal)}
        return render(request, "uploads/again.html", context, status=STATUS[refusal.code])
    remember(request, submission)
    return SeeOther(submission.upload.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more, then remove an upload now; 404 for whoever posts no token for it.

    The link to keep bears the token behind a `#`, where no server or log sees it.
    """
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    bind_contextvars(upload_id=upload.pk)
    if request.method != "POST":
        return render(request, "uploads/delete.html", {"upload": upload})
    if not upload.accepts_delete_token(request.POST.get("delete_token", "")):
        raise Http404
    remove(upload)
    messages.success(request, _("The pictures and their link are deleted."))
    return SeeOther(reverse("uploads:create"))


def own_upload(request: HttpRequest, slug: str) -> Upload:
    """Raises Http404 for whoever did not send it."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    bind_contextvars(upload_id=upload.pk)
    if not upload.accepts_delete_token(token_of(request, upload)):
        raise Http404
    return upload
