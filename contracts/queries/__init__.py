"""Reads of contracts; the only place that joins the tables of shop, catalog and accounts."""
