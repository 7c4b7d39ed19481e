"""Tests of registration and check-in."""
