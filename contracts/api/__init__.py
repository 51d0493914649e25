"""The JSON API of contracts."""
