"""The gallery of a camera, one record, and what staff may do with it."""

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

from cameras.access import visible
from cameras.models import Camera, Share, Tally
from cameras.records.days import day_of
from cameras.records.forms import ChoiceForm, RecordRulesForm, ShareForm
from cameras.records.gallery import days_beside, neighbours, newest_of, page_of
from cameras.records.record import Record
from cameras.records.removal import remove
from cameras.records.rules import rules_of
from cameras.records.timeline import timeline_of
from core.staff import is_staff, staff_only
from uploads.downloads import stored_response
from uploads.views import SeeOther


@require_safe
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """The records of a camera, newest first, below one day at a glance."""
    camera = visible(request, slug)
    form = ChoiceForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    choice = form.choice()
    page = page_of(camera, choice)
    day = choice.day or _day_shown(camera, page.records)
    before, after = days_beside(camera, day)
    context = {
        "camera": camera,
        "form": form,
        "choice": choice,
        "page": page,
        "timeline": timeline_of(camera, day),
        "day_before": before and day_of(before.taken_at),
        "day_after": after and day_of(after.taken_at),
        "tally": Tally.objects.filter(camera=camera).first(),
        "is_staff": is_staff(request),
    }
    return render(request, "cameras/records/gallery.html", context)


@require_safe
def show(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    """One record with its boxes above it."""
    record = _record(request, slug, record_id)
    older, newer = neighbours(record)
    shares = Share.objects.valid().filter(record=record) if is_staff(request) else []
    context = {
        "camera": record.camera,
        "record": record,
        "day": day_of(record.taken_at),
        "older": older,
        "newer": newer,
        "is_staff": is_staff(request),
        "share_form": ShareForm(),
        "shares": [
            (share, request.build_absolute_uri(share.get_absolute_url())) for share in shares
        ],
    }
    return render(request, "cameras/records/record.html", context)


@require_safe
def image(request: HttpRequest, slug: str, record_id: int) -> HttpResponseBase:
    """The kept picture, to be shown or (`?download`) saved."""
    record = _record(request, slug, record_id)
    download = "download" in request.GET
    return stored_response(record.image, "image/jpeg", saved_as(record), download=download)


@require_safe
def thumbnail(request: HttpRequest, slug: str, record_id: int) -> HttpResponseBase:
    """The kept picture, small."""
    record = _record(request, slug, record_id)
    return stored_response(record.thumbnail, "image/jpeg", saved_as(record), download=False)


@require_safe
def before(request: HttpRequest, slug: str, record_id: int) -> HttpResponseBase:
    """The live picture from just before it."""
    record = _record(request, slug, record_id)
    if not record.has_before:
        raise Http404
    return stored_response(record.before, "image/jpeg", saved_as(record), download=False)


@require_POST
def delete(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    """Staff deletes a record."""
    record = _record(request, slug, record_id)
    staff_only(request)
    day = day_of(record.taken_at)
    remove([record])
    messages.success(request, _("The record is deleted."))
    return SeeOther(f"{reverse('cameras:records', args=[slug])}?day={day.isoformat()}")


@require_POST
def share(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    """Staff makes a link to a record, for whoever has it."""
    record = _record(request, slug, record_id)
    staff_only(request)
    form = ShareForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    Share.objects.create(record=record, expires_at=timezone.now() + form.lives())
    return SeeOther(f"{record.get_absolute_url()}#share")


@require_POST
def unshare(request: HttpRequest, slug: str, record_id: int, share_id: int) -> HttpResponse:
    """Staff ends a link."""
    record = _record(request, slug, record_id)
    staff_only(request)
    get_object_or_404(Share, pk=share_id, record=record).delete()
    messages.success(request, _("The link leads nowhere any more."))
    return SeeOther(f"{record.get_absolute_url()}#share")


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept of a camera, how long, and who is told (staff)."""
    camera = visible(request, slug)
    staff_only(request)
    form = RecordRulesForm(request.POST or None, instance=rules_of(camera.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The rules are saved."))
        return SeeOther(reverse("cameras:record-rules", args=[slug]))
    status = 400 if request.method == "POST" else 200
    context = {"camera": camera, "form": form}
    return render(request, "cameras/records/rules.html", context, status=status)


def saved_as(record: Record) -> str:
    """The name under which a record is saved: its camera and its time."""
    moment = timezone.localtime(record.taken_at).strftime("%Y-%m-%d-%H%M%S")
    return f"{record.camera.slug}-{moment}.jpg"


def _record(request: HttpRequest, slug: str, record_id: int) -> Record:
    camera = visible(request, slug)
    return get_object_or_404(Record.objects.select_related("camera"), pk=record_id, camera=camera)


def _day_shown(camera: Camera, records: list[Record]) -> date:
    """The day of the first record on the page; without any, that of the newest, or today."""
    first = records[0] if records else newest_of(camera)
    return day_of(first.taken_at if first else timezone.now())
