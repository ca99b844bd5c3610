"""Tests of casework: a mission from request to appraisal."""
