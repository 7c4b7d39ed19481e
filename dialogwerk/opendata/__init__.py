"""Ways in and out: importers and exports."""
