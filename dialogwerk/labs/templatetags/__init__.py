"""Template tags of the live room."""
