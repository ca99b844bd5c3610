"""Consistency under fire: processes, servers and power are taken away while the pool is written."""
