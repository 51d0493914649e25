"""Our own stateful peer of Stripe for demo and tests: hosted page, API, signed webhooks, chaos.

It keeps its state in a file of its own, so it survives restarts and serves several processes.
It takes no real money and says so on every page. Start at `sandbox.py`.
"""
