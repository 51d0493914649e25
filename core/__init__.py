"""Core: value types, errors, clock, database, unit of work, outbox, ports, the web frame.

I know no business word. Everything above me may use me.
Start at db.py and unit_of_work.py, then web/app.py.
"""
