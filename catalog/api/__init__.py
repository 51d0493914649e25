"""The open catalogue as JSON: listings, specs and lots; whoever may see the shop may read it."""
