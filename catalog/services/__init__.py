"""Verbs of the catalog. Stock is the heart: stock.py reserves, allocation.py picks the lots."""
