from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gazokako import second_factor


class Command(BaseCommand):
    help = "Lets a member of staff who lost the phone log in with name and password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"there is no user {username!r}")
        if not second_factor.remove(user):
            raise CommandError(f"two-step login is not on for {username!r}")
        self.stdout.write(f"Two-step login is off for {username}.")
