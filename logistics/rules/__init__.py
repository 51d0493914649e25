"""Pure decisions of logistics: promises, tariffs, state tables, routing. No database, no clock."""
