"""A corpus looked through once: whom sentences are about, on what, in which words; and kept on
disk.
"""
