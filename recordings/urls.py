"""The addresses below /cameras/SLUG/."""

from django.urls import path

from recordings.web import time_lapse_views, views

app_name = "recordings"

urlpatterns = [
    path("recordings/", views.gallery, name="gallery"),
    path("recordings/settings/", views.edit_settings, name="settings"),
    path("recordings/<int:recording_id>/", views.show, name="show"),
    path("recordings/<int:recording_id>/image/", views.image, name="image"),
    path("recordings/<int:recording_id>/thumbnail/", views.thumbnail, name="thumbnail"),
    path("recordings/<int:recording_id>/before/", views.before, name="before"),
    path("recordings/<int:recording_id>/delete/", views.delete, name="delete"),
    path("recordings/<int:recording_id>/share/", views.share, name="share"),
    path("recordings/<int:recording_id>/shares/<int:share_id>/end/", views.unshare, name="unshare"),
    path("time-lapses/", time_lapse_views.index, name="time-lapses"),
    path("time-lapses/<int:time_lapse_id>/", time_lapse_views.show, name="time-lapse"),
    path("time-lapses/<int:time_lapse_id>/video/", time_lapse_views.video, name="time-lapse-video"),
    path(
        "time-lapses/<int:time_lapse_id>/delete/", time_lapse_views.delete, name="time-lapse-delete"
    ),
]
