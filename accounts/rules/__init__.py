"""Pure decisions of accounts: permissions, the actor, places, codes and numbers."""
