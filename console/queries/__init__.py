"""Reads across the subjects for the pages of the console."""
