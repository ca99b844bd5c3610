"""Answering by a link from a mail: a page that asks to confirm, and what happens when somebody does."""
