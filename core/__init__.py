"""What every app stands on: Redis, storage, secrets, logs, errors, HTTP. No models, no pages."""
