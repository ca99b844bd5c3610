"""Batches of missions spread over the workers of a Dask scheduler (extra ``distributed``)."""
