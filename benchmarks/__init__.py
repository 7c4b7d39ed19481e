"""What is measured, with the peers' figures beside it (README.md)."""
