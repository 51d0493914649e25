"""Reads of the catalog: terms.py for orders, browse.py and product.py for the shop."""
