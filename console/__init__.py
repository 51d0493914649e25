"""Console: pages that show several subjects at once (cooperative home, buyer home, operator desk).

I own no tables and no rules. What I change, I change through the services of the subjects.
Start at views/home.py.
"""
