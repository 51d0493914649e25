"""What accounts does: people, organisations, members, sites, sign-in, tokens."""
