"""Pages of a long list, without a count of all there is."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

AHEAD = 5  # so many pages are offered beyond the one that is shown
MOST = 20_000  # the last page that can be asked for: its rows are a number any database takes


class NearbyPaginator(Paginator):
    """Looks no further than a few pages past the one that is asked for.

    The keys of those pages come in one query, and tell how many there are. An index has them in
    their order; the rows themselves, which are wide, are for who shows them: those of one page.
    """

    def __init__(self, rows, per_page, *args, page=1, **kwargs):
        super().__init__(rows, per_page, *args, **kwargs)
        self.reach = (min(max(page, 1), MOST) + AHEAD) * self.per_page

    @cached_property
    def _keys(self):
        return list(self.object_list.values_list("pk", flat=True)[: self.reach + 1])

    @property
    def count(self):
        return min(len(self._keys), self.reach)

    @property
    def has_more(self):
        return len(self._keys) > self.reach

    def keys_on(self, number):
        begin = (number - 1) * self.per_page
        return self._keys[begin : begin + self.per_page]
