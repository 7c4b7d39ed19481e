"""Pages of contributions and ideas."""
