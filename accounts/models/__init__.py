"""Tables of accounts: people, organisations and their members, sites, codes, tokens."""
