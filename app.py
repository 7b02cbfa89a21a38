"""The browser app: `kb app`, or `streamlit run app.py`, starts it."""

from __future__ import annotations

import streamlit as st

from kb.serving import server

app = st.App(**server.parts())
