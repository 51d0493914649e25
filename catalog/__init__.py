"""Catalog: specs, listings, lots, forecasts, the stock ledger, reservations, allocations, search.

I own what exists and how much of it is free. I do not own orders, prices agreed, or transport.
Start at models/, then services/stock.py.
"""
