"""The errors of a database that is away, restarted or locked, and may soon be back."""

from django.db import InterfaceError, OperationalError

TRANSIENT = (OperationalError, InterfaceError)
