"""Reads of the shop, fully loaded and scoped to their buyer or seller."""
