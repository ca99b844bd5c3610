"""The registrar at work: applications, members, claims with their documents, entries that may be one person."""
