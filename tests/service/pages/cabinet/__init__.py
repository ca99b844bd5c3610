"""Tests of the cabinet of a specialist."""
