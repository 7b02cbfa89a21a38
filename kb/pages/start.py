"""Every page begins here: the navigation, and what all pages share."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.pages import frame, navigation
from kb.rendering import wording_en as wording

FOLDER = Path(__file__).parent

# A drawing and no icon font: that would be fetched from the network.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<rect width="16" height="16" rx="3" fill="#1a56b8"/>'
    '<path fill="#fff" d="'
    "M3.5 8.5c0-2.5 1-4 3-4.5v1.4c-.8.3-1.2.9-1.2 1.6h1.2v4h-3z"
    "m5.5 0c0-2.5 1-4 3-4.5v1.4c-.8.3-1.2.9-1.2 1.6h1.2v4h-3z"
    '"/>'
    "</svg>"
)

pages = [
    st.Page(
        FOLDER / f"{page.name}.py",
        title=page.title,
        url_path=page.name,
        default=page.name == navigation.FIRST,
    )
    for page in navigation.PAGES
]
page = st.navigation(pages, position="hidden")  # the bar has links of our own
st.set_page_config(page_icon=ICON, menu_items={"about": wording.APP_ABOUT})
try:
    page.run()
except Exception as error:
    frame.fail(error)
