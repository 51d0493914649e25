"""Contracts: agreements, price schedules, signatures, signed documents, call-offs.

I own what two parties agreed. A call-off becomes an order of the one pipeline in shop.
Start at services/drafts.py, then services/signing.py and services/call_offs.py.
"""
