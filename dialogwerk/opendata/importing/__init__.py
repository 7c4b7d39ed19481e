"""Taking in contributions from files of other systems: read, check, write."""
