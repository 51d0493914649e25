"""The web frame: transaction per request, errors, language, forms, the API frame, layout."""
