from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cameras.capture.power import remove, switch
from cameras.models import DEFAULT_FPS, Camera
from cameras.web.presentation import present_all

_FIELDS = ("width", "height", "fps", "visibility", "motion", "hide_faces", "certificate")


class Command(BaseCommand):
    help = "Adds, lists, switches and removes cameras."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        add = actions.add_parser("add", help="a new camera")
        add.add_argument("slug", help="its address: /cameras/SLUG/")
        add.add_argument(
            "source",
            help="usb:0, rtsp://…, http://…, still:http://…, pi:, clip:NAME, demo: or push:",
        )
        add.add_argument("--name", default="")
        add.add_argument(
            "--certificate", default="", help="SHA-256 of the one TLS certificate to accept"
        )
        add.add_argument("--width", type=int)
        add.add_argument("--height", type=int)
        add.add_argument("--fps", type=float, default=DEFAULT_FPS)
        add.add_argument(
            "--visibility", choices=Camera.Visibility.values, default=Camera.Visibility.PRIVATE
        )
        add.add_argument("--motion", action="store_true", help="keep a picture of what moves")
        add.add_argument("--hide-faces", action="store_true", help="mask faces before anyone sees")
        add.add_argument("--once", action="store_true", help="play a clip a single time")
        add.add_argument("--on", action="store_true", help="switch it on at once")
        actions.add_parser("list", help="all cameras and how they fare")
        for name, help_text in (
            ("on", "switch a camera on"),
            ("off", "switch a camera off"),
            ("remove", "delete a camera"),
            ("token", "make a new token that lets a program push frames; the old one ends"),
        ):
            actions.add_parser(name, help=help_text).add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        action = options["action"]
        if action == "add":
            self._add(options)
        elif action == "list":
            self._list()
        else:
            self._act(action, self._camera(options["slug"]))

    def _add(self, options: dict[str, Any]) -> None:
        camera = Camera(
            slug=options["slug"],
            name=options["name"] or options["slug"],
            source=options["source"],
            plays_once=options["once"],
            **{name: options[name] for name in _FIELDS},
        )
        token = camera.new_push_token() if options["source"].startswith("push") else ""
        try:
            camera.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        camera.save()
        self.stdout.write(f"camera {camera.slug} added")
        if token:
            self.stdout.write(f"its token for pushing frames, shown this once: {token}")
        if options["on"]:
            switch(camera, on=True)

    def _list(self) -> None:
        for shown in present_all(Camera.objects.all()):
            camera, status = shown.camera, shown.status
            state = f"{status.state} ({status.reason})" if status.reason else status.state
            columns = (camera.slug, state, camera.visibility, shown.source, camera.name)
            self.stdout.write("\t".join(columns))

    def _act(self, action: str, camera: Camera) -> None:
        if action == "remove":
            remove(camera)
        elif action == "token":
            token = camera.new_push_token()
            camera.save(update_fields=["push_token_hash"])
            self.stdout.write(f"the new token, shown this once: {token}")
            return
        else:
            switch(camera, on=action == "on")
        self.stdout.write(f"camera {camera.slug}: {'removed' if action == 'remove' else action}")

    def _camera(self, slug: str) -> Camera:
        camera = Camera.objects.filter(slug=slug).first()
        if camera is None:
            raise CommandError(f"there is no camera {slug}")
        return camera
