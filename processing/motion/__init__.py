"""Movement in a camera's frames: what moves, and which frames belong to one event."""
