"""Pure decisions about agreements: states, approval, signing order, schedule, volume, hashes."""
