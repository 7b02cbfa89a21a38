"""Values as text: Markdown, plain text, citations, HTML."""
