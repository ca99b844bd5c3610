"""The people of the pool as others see, list and change them."""
