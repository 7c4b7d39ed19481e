"""Reads of the shell's pages, across all rooms below."""
