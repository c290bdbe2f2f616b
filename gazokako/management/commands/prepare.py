import secrets
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cameras.models import Camera

_DEMO_CAMERA = ("demo", "demo:", "--name", "Demo", "--visibility", "public")


class Command(BaseCommand):
    help = "Brings the database up to date and, the first time, makes the staff user."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        users = get_user_model().objects
        if not users.filter(is_staff=True).exists():
            password = secrets.token_urlsafe(12)
            users.create_superuser("staff", password=password)
            login = f"{settings.SITE_URL}{settings.ADMIN_PATH}/"
            self.stdout.write(f"Staff login at {login}: staff, password {password}")
            self.stdout.write("(shown this once; `manage.py changepassword staff` sets another)")
            self._add_demo_camera()

    def _add_demo_camera(self) -> None:
        """A first camera to look at; the supervisor starts it once the site is up."""
        call_command("camera", "add", *_DEMO_CAMERA, stdout=StringIO())
        Camera.objects.filter(slug=_DEMO_CAMERA[0]).update(is_on=True)
