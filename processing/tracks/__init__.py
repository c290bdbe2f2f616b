"""One person's face through a film: linked from look to look, and where it is in each frame."""
