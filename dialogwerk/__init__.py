"""Dialogwerk: public dialogues from the first card on a table to what it changed."""

__version__ = "0.1.0"
