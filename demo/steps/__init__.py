"""The steps that build the example valley, in the order of `demo/load.py`.

Every step speaks to services only and runs in units of work of its own.
"""
