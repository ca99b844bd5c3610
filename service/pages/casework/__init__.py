"""What the pages of casework have in common: words, names, texts, and how a step is asked for."""
