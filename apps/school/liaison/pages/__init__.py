"""Pages of the liaison: offers and requests between schools."""
