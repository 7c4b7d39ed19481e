"""Pages and lines of the live room."""
