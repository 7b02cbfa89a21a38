"""The browser app: `kb app`, or `streamlit run app.py`, starts it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import kb

app = st.App(Path(kb.__file__).parent / "pages" / "start.py")
