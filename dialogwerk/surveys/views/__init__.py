"""Pages of the public and of the back office."""
