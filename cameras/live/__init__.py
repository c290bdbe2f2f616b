"""From the buffer in Redis to every viewer: reader, channel, streaming, status."""
