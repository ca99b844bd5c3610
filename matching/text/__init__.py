"""Text against text: words as numbers, meanings as vectors, and how both are put together."""

from matching.text.fusing import fused
from matching.text.gathering import gathered
from matching.text.lexicon import Lexicon, words_of

__all__ = ["Lexicon", "fused", "gathered", "words_of"]
