"""Server-rendered pages over the same service: every one works without scripts, and loads nothing from outside."""
