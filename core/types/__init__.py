"""Value types: money, quantity, dates, temperature, verdict. Pure Python, no I/O, no clock."""
