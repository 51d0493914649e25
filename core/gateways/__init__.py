"""Adapters of core's own ports: files in a folder, files in memory for tests."""
