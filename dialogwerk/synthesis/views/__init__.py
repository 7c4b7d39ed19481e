"""Pages of challenges: what everybody reads, and the back office."""
