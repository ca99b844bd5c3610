"""Pages of those who plan."""
