"""Reactions to events and scheduled work of the shop; each opens its own units of work."""
