"""Values as HTML, without Streamlit. Every text of an article or a reader is escaped."""
