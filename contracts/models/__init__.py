"""Tables of contracts: agreements and their lines, signatures and documents, call-offs."""
