"""What is read, one noun per file."""

from .addresses import OldAddress, OldPath
from .articles import Article
from .body import WithBody
from .counts import ArticleReads, SearchMiss
from .filters import SavedFilter
from .help import HelpCard
from .imports import Imported
from .links import InternalLink
from .listing import Listing
from .pages import Page
from .pictures import Picture, new_token
from .previews import PreviewLink
from .related import Keyword, RelatedArticle, Suggestion, Vocabulary
from .rules import Rules
from .share import SharePicture
from .shelves import Author, Topic
from .words import WordForm

__all__ = [
    "Article",
    "ArticleReads",
    "Author",
    "HelpCard",
    "Imported",
    "InternalLink",
    "Keyword",
    "Listing",
    "OldAddress",
    "OldPath",
    "Page",
    "Picture",
    "PreviewLink",
    "RelatedArticle",
    "Rules",
    "SavedFilter",
    "SearchMiss",
    "SharePicture",
    "Suggestion",
    "Topic",
    "Vocabulary",
    "WithBody",
    "WordForm",
    "new_token",
]
