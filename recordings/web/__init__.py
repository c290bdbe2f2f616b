"""What people and programs ask of recordings over HTTP."""
