"""Mail: what letters say, the links in them, and the sender that empties the outbox."""
