"""From a question to an answer: what is asked, what is found, whether it answers, side by side."""
