"""The browser pages, one file each; `start.py` leads to them. They call only the public API and
decide nothing.
"""
