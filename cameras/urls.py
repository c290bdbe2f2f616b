from django.urls import include, path

from cameras import views

app_name = "cameras"

urlpatterns = [
    path("", views.index, name="index"),
    path("observer.pyz", views.observer, name="observer"),
    path("<slug:slug>/", views.show, name="show"),
    path("<slug:slug>/stream/", views.stream, name="stream"),
    path("<slug:slug>/snapshot/", views.snapshot, name="snapshot"),
    path("<slug:slug>/power/", views.power, name="power"),
    path("<slug:slug>/capture/", views.capture, name="capture"),
    path("<slug:slug>/frames/", views.frames, name="frames"),
    path("<slug:slug>/", include("cameras.records.urls")),
]
