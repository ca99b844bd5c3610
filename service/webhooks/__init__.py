"""Webhooks: signed tellings to addresses outside, and the guard that keeps them outside."""
