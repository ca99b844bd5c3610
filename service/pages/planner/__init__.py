"""Pages of those who ask for missions and find people for them: desk, missions, shortlists."""
