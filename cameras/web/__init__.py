"""What people and programs ask of cameras over HTTP."""
