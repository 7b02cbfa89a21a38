"""Articles in: read, marked, cut into passages and sentences; the addresses of quotes."""
