"""Recordings: pictures of cameras that are kept, of motion, from an observer, or taken by hand."""
