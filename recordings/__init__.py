"""Pictures of a camera that are kept: of movement, pushed by an observer, or taken by hand."""
