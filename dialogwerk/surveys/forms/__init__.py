"""What may come in: answers of the public, set-up of the team."""
