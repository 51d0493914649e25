"""Verbs of contracts: draft, negotiate, approve, freeze, sign, call off."""
