"""Pictures on their way in or out of a camera: pushed frames, stills, the recording queue."""
