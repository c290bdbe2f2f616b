from django.contrib import admin
from django.urls import include, path

from gazokako import observer_file, staff, views
from gazokako.api import api
from gazokako.metrics import metrics

urlpatterns = [
    path("", include("uploads.urls")),
    path("cameras/observer.pyz", observer_file.observer, name="observer"),
    path("cameras/<slug:slug>/", include("recordings.urls")),
    path("cameras/", include("cameras.urls")),
    path("s/", include("recordings.web.share_views")),
    path("api/v1/", api.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("staff/", staff.home, name="staff"),
    path("staff/pictures/<int:picture_id>/retry/", staff.retry, name="staff-retry"),
    path("staff/uploads/<int:upload_id>/delete/", staff.delete, name="staff-delete"),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

handler400 = "gazokako.views.bad_request"
handler403 = "gazokako.views.forbidden"
handler404 = "gazokako.views.not_found"
handler500 = "gazokako.views.server_error"
