"""Shapes of the catalog: forms.py what people type, answers.py what the API says."""
