"""What the pool knows: specialists, missions, what was done; kept with revisions."""
