"""The desk of the editors: an article's change page in parts, each in the file of its own noun."""

from . import articles, help, pages, pictures, shelves

__all__ = ["articles", "help", "pages", "pictures", "shelves"]
