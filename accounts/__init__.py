"""Accounts: people, organisations, memberships, permissions, sign-in.

I own who somebody is and what they may do. I do not own what they buy or sell.
Start at rules/permissions.py, then guards.py.
"""
