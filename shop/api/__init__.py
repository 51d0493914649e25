"""JSON endpoints of the shop: baskets, orders, tracking."""
