from django.urls import path

from cameras.web import editing, frame_views, pages

app_name = "cameras"

urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", editing.new, name="new"),  # no camera has this slug: Camera.clean
    path("<slug:slug>/", pages.show, name="show"),
    path("<slug:slug>/stream/", frame_views.stream, name="stream"),
    path("<slug:slug>/snapshot/", frame_views.snapshot, name="snapshot"),
    # What some programs insist on.
    path("<slug:slug>/stream.mjpg", frame_views.stream, name="stream-mjpg"),
    path("<slug:slug>/snapshot.jpg", frame_views.snapshot, name="snapshot-jpg"),
    path("<slug:slug>/last/", frame_views.last, name="last"),
    path("<slug:slug>/power/", pages.power, name="power"),
    path("<slug:slug>/capture/", pages.capture, name="capture"),
    path("<slug:slug>/keep/", pages.keep, name="keep"),
    path("<slug:slug>/frames/", frame_views.frames, name="frames"),
    path("<slug:slug>/broadcast/", editing.broadcast, name="broadcast"),
    path("<slug:slug>/edit/", editing.edit, name="edit"),
    path("<slug:slug>/remove/", editing.remove, name="remove"),
    path("<slug:slug>/token/", editing.token, name="token"),
]
