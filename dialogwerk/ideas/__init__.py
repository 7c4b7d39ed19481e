"""Contributions and ideas, their maturity, who joins in, and the idea map."""
