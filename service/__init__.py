"""The door to the outside: command line and HTTP."""
