"""The night's routing: read a problem, solve it, price and check a plan.

Start with `problem.py`, then `solver.solve`. A plan is as good as `check.list_violations` says.
"""
