"""The version of kb; an index that another version made is made again."""

__version__ = "0.5.0"
