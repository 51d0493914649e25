"""Tables of the shop: orders, baskets, payments. Start at `orders.py`."""
