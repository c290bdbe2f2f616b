"""Faces hidden in the frames of a camera, one after another."""
