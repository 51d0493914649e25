"""Tables of the catalog: specs, listings, certificates, lots, stock and supply."""
