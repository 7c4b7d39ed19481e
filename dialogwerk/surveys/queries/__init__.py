"""Reads: lists and pages of surveys, own answers, results, opinion groups."""
