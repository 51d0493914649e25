"""What the shop does by itself: reactions to events, and sweeps by the clock."""
