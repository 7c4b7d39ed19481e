"""Shared challenges, written in sentences that name their evidence."""
