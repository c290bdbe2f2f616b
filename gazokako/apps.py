from django.apps import AppConfig


class GazokakoConfig(AppConfig):
    """What is done once when Django starts, in every process."""

    name = "gazokako"

    def ready(self) -> None:
        """Register the deployment checks (importing does), begin to log and to report errors."""
        from django.conf import settings  # noqa: PLC0415  (not ready when this is imported)

        from core import error_reports, logs  # noqa: PLC0415
        from gazokako import checks  # noqa: F401, PLC0415

        logs.configure()
        error_reports.send_error_reports(settings.SENTRY_DSN)
