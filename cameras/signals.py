"""Signals of cameras, for rooms above this one, which it does not import."""

from django.dispatch import Signal

camera_removing = Signal()
"""Sent in the transaction that deletes a camera, before its row goes: `camera`, locked."""
