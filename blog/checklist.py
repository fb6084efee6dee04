"""What to put right before an article goes online."""


def codes(article) -> list[str]:
    """Of the points that the article's own words raise: each once, in the order of the list."""
    return []
