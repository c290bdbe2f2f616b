"""Time-lapses: staff requests one, follows its progress, and plays the video."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cameras.web.access import visible
from core.downloads import stored_response
from core.http import HtmxRequest, SeeOther
from core.refusals import message_for
from core.staff import staff_only
from recordings.days import day_of
from recordings.models import TimeLapse
from recordings.removal import remove_time_lapse
from recordings.time_lapse_queue import enqueue_next
from recordings.web.forms import TimeLapseForm

_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The time-lapses of a camera, and the form that asks for one."""
    camera = visible(request, slug)
    staff_only(request)
    form = TimeLapseForm(_posted(request), initial={"first": request.GET.get("day")})
    if request.method == "POST" and form.is_valid():
        lapse = form.lapse(camera)
        lapse.save()
        transaction.on_commit(enqueue_next)
        return SeeOther(lapse.get_absolute_url())
    time_lapses = TimeLapse.objects.filter(camera=camera, expires_at__gt=timezone.now())[:_SHOWN]
    with_days = [(time_lapse, *_days(time_lapse)) for time_lapse in time_lapses]
    context = {"camera": camera, "form": form, "time_lapses": with_days}
    status = 400 if request.method == "POST" else 200
    return render(request, "recordings/time_lapses.html", context, status=status)


@require_safe
def show(request: HtmxRequest, slug: str, time_lapse_id: int) -> HttpResponse:
    """One time-lapse: its progress, then the video; htmx asks for the changing part alone."""
    time_lapse = _time_lapse(request, slug, time_lapse_id)
    first, last = _days(time_lapse)
    context = {
        "camera": time_lapse.camera,
        "time_lapse": time_lapse,
        "first": first,
        "last": last,
        "sentence": _why(time_lapse.error_code) if time_lapse.error_code else "",
    }
    template = "recordings/_time_lapse.html" if request.htmx else "recordings/time_lapse.html"
    return render(request, template, context)


@require_safe
def video(request: HttpRequest, slug: str, time_lapse_id: int) -> HttpResponseBase:
    """The video, to be played or (`?download`) saved; browsers ask for it in parts."""
    time_lapse = _time_lapse(request, slug, time_lapse_id)
    if not time_lapse.is_done:
        raise Http404
    first, last = _days(time_lapse)
    return stored_response(
        time_lapse.result,
        "video/mp4",
        f"{slug}-{first.isoformat()}-{last.isoformat()}.mp4",
        download="download" in request.GET,
        part=request.headers.get("Range", ""),
    )


@require_POST
def delete(request: HttpRequest, slug: str, time_lapse_id: int) -> HttpResponse:
    """Staff deletes a time-lapse."""
    remove_time_lapse(_time_lapse(request, slug, time_lapse_id))
    messages.success(request, _("The time-lapse is deleted."))
    return SeeOther(reverse("recordings:time-lapses", args=[slug]))


def _time_lapse(request: HttpRequest, slug: str, time_lapse_id: int) -> TimeLapse:
    camera = visible(request, slug)
    staff_only(request)
    time_lapses = TimeLapse.objects.select_related("camera").filter(expires_at__gt=timezone.now())
    return get_object_or_404(time_lapses, pk=time_lapse_id, camera=camera)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _days(time_lapse: TimeLapse) -> tuple[date, date]:
    """The first and the last day of a time-lapse."""
    return day_of(time_lapse.begins_at), day_of(time_lapse.ends_at - timedelta(microseconds=1))


def _why(code: str) -> str:
    if code == "empty":
        return _("There are no recordings in these days.")
    if code == "storage":
        return _("The storage did not answer. Please try again later.")
    return message_for(code) if code == "damaged" else _("The video could not be made.")
