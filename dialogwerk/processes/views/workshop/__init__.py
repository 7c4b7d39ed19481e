"""The back office of the frame: set-up, life, team."""
