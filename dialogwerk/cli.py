"""The command `dialogwerk`."""
