"""The process that owns a camera: reads its source, masks, looks for motion, feeds the buffer."""
