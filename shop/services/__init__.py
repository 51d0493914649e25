"""What changes things in the shop. Start at `orders.py`: place_order is the only way in."""
