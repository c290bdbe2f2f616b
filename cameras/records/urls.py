"""The addresses below /cameras/SLUG/."""

from django.urls import path

from cameras.records import film_views, views

urlpatterns = [
    path("records/", views.gallery, name="records"),
    path("records/rules/", views.rules, name="record-rules"),
    path("records/<int:record_id>/", views.show, name="record"),
    path("records/<int:record_id>/image/", views.image, name="record-image"),
    path("records/<int:record_id>/thumbnail/", views.thumbnail, name="record-thumbnail"),
    path("records/<int:record_id>/before/", views.before, name="record-before"),
    path("records/<int:record_id>/delete/", views.delete, name="record-delete"),
    path("records/<int:record_id>/share/", views.share, name="record-share"),
    path(
        "records/<int:record_id>/shares/<int:share_id>/end/", views.unshare, name="record-unshare"
    ),
    path("time-lapses/", film_views.index, name="time-lapses"),
    path("time-lapses/<int:film_id>/", film_views.show, name="time-lapse"),
    path("time-lapses/<int:film_id>/video/", film_views.video, name="time-lapse-video"),
    path("time-lapses/<int:film_id>/delete/", film_views.delete, name="time-lapse-delete"),
]
