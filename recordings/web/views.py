"""The gallery of a camera, one recording, and what staff may do with it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cameras.models import Camera
from cameras.web.access import visible
from core.downloads import stored_response
from core.http import SeeOther
from core.staff import is_staff, staff_only
from recordings.days import day_of
from recordings.gallery import days_beside, neighbours, newest_of, page_of
from recordings.models import RecordingTotals, ShareLink
from recordings.recording import Recording
from recordings.recording_settings import recording_settings_of
from recordings.removal import remove
from recordings.timeline import timeline_of
from recordings.web.forms import RecordingFilterForm, RecordingSettingsForm, ShareForm
from recordings.web.message_test import message_test

_TEST = "test"
"""The button of the settings' form that sends messages and saves nothing."""


@require_safe
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """The recordings of a camera, newest first, below one day at a glance."""
    camera = visible(request, slug)
    form = RecordingFilterForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    filters = form.filters()
    page = page_of(camera, filters)
    day = filters.day or _day_shown(camera, page.recordings)
    before, after = days_beside(camera, day)
    context = {
        "camera": camera,
        "form": form,
        "filters": filters,
        "page": page,
        "timeline": timeline_of(camera, day),
        "day_before": before and day_of(before.taken_at),
        "day_after": after and day_of(after.taken_at),
        "totals": RecordingTotals.objects.filter(camera=camera).first(),
        "is_staff": is_staff(request),
    }
    return render(request, "recordings/gallery.html", context)


@require_safe
def show(request: HttpRequest, slug: str, recording_id: int) -> HttpResponse:
    """One recording with its boxes above it."""
    recording = _recording(request, slug, recording_id)
    older, newer = neighbours(recording)
    shares = ShareLink.objects.valid().filter(recording=recording) if is_staff(request) else []
    context = {
        "camera": recording.camera,
        "recording": recording,
        "day": day_of(recording.taken_at),
        "older": older,
        "newer": newer,
        "is_staff": is_staff(request),
        "share_form": ShareForm(),
        "shares": [
            (share, request.build_absolute_uri(share.get_absolute_url())) for share in shares
        ],
    }
    return render(request, "recordings/recording.html", context)


@require_safe
def image(request: HttpRequest, slug: str, recording_id: int) -> HttpResponseBase:
    """The kept picture, to be shown or (`?download`) saved."""
    recording = _recording(request, slug, recording_id)
    download = "download" in request.GET
    return stored_response(recording.image, "image/jpeg", saved_as(recording), download=download)


@require_safe
def thumbnail(request: HttpRequest, slug: str, recording_id: int) -> HttpResponseBase:
    """The kept picture, small."""
    recording = _recording(request, slug, recording_id)
    return stored_response(recording.thumbnail, "image/jpeg", saved_as(recording), download=False)


@require_safe
def before(request: HttpRequest, slug: str, recording_id: int) -> HttpResponseBase:
    """The live picture from just before it."""
    recording = _recording(request, slug, recording_id)
    if not recording.has_before:
        raise Http404
    return stored_response(recording.before, "image/jpeg", saved_as(recording), download=False)


@require_POST
def delete(request: HttpRequest, slug: str, recording_id: int) -> HttpResponse:
    """Staff deletes a recording."""
    recording = _recording(request, slug, recording_id)
    staff_only(request)
    day = day_of(recording.taken_at)
    remove([recording])
    messages.success(request, _("The recording is deleted."))
    return SeeOther(f"{reverse('recordings:gallery', args=[slug])}?day={day.isoformat()}")


@require_POST
def share(request: HttpRequest, slug: str, recording_id: int) -> HttpResponse:
    """Staff makes a link to a recording, for whoever has it."""
    recording = _recording(request, slug, recording_id)
    staff_only(request)
    form = ShareForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    ShareLink.objects.create(recording=recording, expires_at=timezone.now() + form.lives())
    return SeeOther(f"{recording.get_absolute_url()}#share")


@require_POST
def unshare(request: HttpRequest, slug: str, recording_id: int, share_id: int) -> HttpResponse:
    """Staff ends a link."""
    recording = _recording(request, slug, recording_id)
    staff_only(request)
    get_object_or_404(ShareLink, pk=share_id, recording=recording).delete()
    messages.success(request, _("The link no longer works."))
    return SeeOther(f"{recording.get_absolute_url()}#share")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept of a camera, how long, and who is notified (staff)."""
    camera = visible(request, slug)
    staff_only(request)
    form = RecordingSettingsForm(request.POST or None, instance=recording_settings_of(camera.pk))
    is_valid = form.is_valid()
    if is_valid and _TEST not in request.POST:
        form.save()
        messages.success(request, _("The settings are saved."))
        return SeeOther(reverse("recordings:settings", args=[slug]))
    tests = message_test(int(request.user.pk or 0), form.instance) if is_valid else []
    status = 400 if request.method == "POST" and not is_valid else 200
    context = {"camera": camera, "form": form, "tests": tests}
    return render(request, "recordings/settings.html", context, status=status)


def saved_as(recording: Recording) -> str:
    """The name under which a recording is saved: its camera and its time."""
    moment = timezone.localtime(recording.taken_at).strftime("%Y-%m-%d-%H%M%S")
    return f"{recording.camera.slug}-{moment}.jpg"


def _recording(request: HttpRequest, slug: str, recording_id: int) -> Recording:
    camera = visible(request, slug)
    return get_object_or_404(
        Recording.objects.select_related("camera"), pk=recording_id, camera=camera
    )


def _day_shown(camera: Camera, recordings: list[Recording]) -> date:
    """The day of the first recording on the page; without any, that of the newest, or today."""
    first = recordings[0] if recordings else newest_of(camera)
    return day_of(first.taken_at if first else timezone.now())
