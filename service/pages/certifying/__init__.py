"""The certifier at work: certificates on their way, training sessions, what ends when, who trained whom."""
