"""Shapes of what comes in and goes out; no business checks."""
