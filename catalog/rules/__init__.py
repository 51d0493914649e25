"""Pure decisions about goods: units, publishing, seasons, first expiry first out, forecasts."""
