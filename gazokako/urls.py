from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from gazokako import observer_file, staff, views, web_app
from gazokako.api import api
from gazokako.metrics import metrics
from gazokako.second_factor_page import second_factor_page

urlpatterns = [
    path("", include("uploads.urls")),
    path("cameras/observer.pyz", observer_file.observer, name="observer"),
    path("cameras/<slug:slug>/", include("recordings.urls")),
    path("cameras/", include("cameras.urls")),
    path("s/", include("recordings.web.share_views")),
    path("api/v1/", api.urls),
    path("manifest.webmanifest", web_app.manifest, name="manifest"),
    path("service-worker.js", web_app.service_worker, name="service-worker"),
    path("offline/", web_app.offline, name="offline"),
    path("share", web_app.share, name="share"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("staff/", staff.home, name="staff"),
    path("staff/pictures/<int:picture_id>/retry/", staff.retry, name="staff-retry"),
    path("staff/uploads/<int:upload_id>/delete/", staff.delete, name="staff-delete"),
    path("language/", include("django.conf.urls.i18n")),
    path("staff/second-factor/", second_factor_page, name="second-factor"),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
]

handler400 = "gazokako.views.bad_request"
handler403 = "gazokako.views.forbidden"
handler404 = "gazokako.views.not_found"
handler500 = "gazokako.views.server_error"
