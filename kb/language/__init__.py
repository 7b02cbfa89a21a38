"""Text to words: the one room that holds words of a language."""
