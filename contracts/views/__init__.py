"""Pages of contracts: the desk, drafts, signing, the public check."""
