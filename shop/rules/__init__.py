"""Pure decisions of the shop: prices, quantities, states, holds, catch weight."""
