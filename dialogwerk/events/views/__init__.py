"""Pages of events: what everybody sees, and the back office."""
