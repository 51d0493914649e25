"""Shop: storefront, baskets, checkout, orders, acceptance, payments, refunds, the ledger.

I own the one order pipeline for both channels. I do not own stock or transport: I ask for them.
Start at services/orders.py, then rules/pricing.py.
"""
