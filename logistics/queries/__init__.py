"""What logistics reads; the only place that joins tables of other packages."""
