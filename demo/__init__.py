"""Demo: a believable valley, built only through services.

Everything in it is an invented example and says so. Start at load.py.
"""
