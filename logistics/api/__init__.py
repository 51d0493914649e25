"""JSON endpoints of logistics: promises and tracking."""
