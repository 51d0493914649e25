"""Config: how the house is put together; imports everything, is imported by nothing.

Tables to read: app.py (blueprints), wiring.py (adapters), events.py (who reacts), schedule.py.
"""
