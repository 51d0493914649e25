"""Logistics: hubs, services, consignments, order routing, tracking, cold chain, traceability.

I own how goods travel. I know an order only by its reference.
Start at rules/routing/, then services/delivery.py.
"""
