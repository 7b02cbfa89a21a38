"""How good the answers are on judged questions, and how good a corpus is."""
