"""What logistics does. Promise and quote read only; delivery, departures and routing change."""
