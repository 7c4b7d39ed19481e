"""People, pseudonyms, guests and organisations. Must not know any dialogue."""
