from django.apps import AppConfig


class GazokakoConfig(AppConfig):
    """Registers the deployment checks when Django starts."""

    name = "gazokako"

    def ready(self) -> None:
        from gazokako import checks  # noqa: F401, PLC0415  (registering is what importing it does)
