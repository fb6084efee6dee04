"""What is read, one noun per file."""

from .addresses import OldAddress
from .articles import Article
from .body import WithBody
from .help import HelpCard
from .listing import Listing
from .pages import Page
from .pictures import Picture, new_token
from .related import Keyword, RelatedArticle, Suggestion, Vocabulary
from .rules import Rules
from .share import SharePicture
from .shelves import Author, Topic
from .words import WordForm

__all__ = [
    "Article",
    "Author",
    "HelpCard",
    "Keyword",
    "Listing",
    "OldAddress",
    "Page",
    "Picture",
    "RelatedArticle",
    "Rules",
    "SharePicture",
    "Suggestion",
    "Topic",
    "Vocabulary",
    "WithBody",
    "WordForm",
    "new_token",
]
