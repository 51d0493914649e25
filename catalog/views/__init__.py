"""Pages of catalog: one file per noun; parse, guard, one service or query, answer."""
