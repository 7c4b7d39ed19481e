"""Wiring: environment, settings, root addresses, server entry point. No logic lives here."""
