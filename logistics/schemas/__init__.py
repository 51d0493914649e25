"""Shapes of input and output: `forms.py` for pages, `api.py` and `trace.py` for the API."""
