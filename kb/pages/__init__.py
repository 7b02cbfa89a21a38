"""The browser pages, one file each; `app.py` leads to them. They call only the public API and
decide nothing.
"""
