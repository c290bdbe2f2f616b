"""What a camera tells rooms above it, which it does not know."""

from django.dispatch import Signal

camera_removing = Signal()
"""Sent in the transaction that deletes a camera, before its row goes: `camera`, locked."""
