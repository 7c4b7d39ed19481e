"""What may come into the spine, one module per family."""
