"""The shell: home, process pages, search, workshop, style guide, health, error pages."""
