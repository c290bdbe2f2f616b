"""Movement in the pictures of a camera: what moves, and which pictures belong to one event."""
