"""The running site counts what is read, in the database, and keeps nothing of who read."""

import httpx

from tests.config.test_readers import FIREFOX
from tests.site import wait_for

COUNT = """
    SELECT r.count FROM blog_articlereads r JOIN blog_article a ON a.id = r.article_id
    WHERE a.slug = '{slug}'
"""


def test_reads_and_searches_in_vain_are_counted(site):
    slug = "piekeren-in-de-nacht"
    before = sum(count for (count,) in site.query(COUNT.format(slug=slug)))
    with httpx.Client(base_url=site.url, headers={"User-Agent": FIREFOX}) as reader:
        for _ in range(5):
            assert reader.get(f"/blogs/{slug}/").status_code == 200
        for _ in range(3):
            reader.get("/zoeken/", params={"q": "kwartelkoning"})
    with httpx.Client(base_url=site.url) as robot:
        robot.get(f"/blogs/{slug}/")
        robot.get("/zoeken/", params={"q": "kwartelkoning"})

    def counted():
        return sum(count for (count,) in site.query(COUNT.format(slug=slug))) - before

    wait_for(lambda: counted() == 5, 30, "the reads are written")
    searched = "SELECT count FROM blog_searchmiss WHERE words = 'kwartelkoning'"
    wait_for(lambda: site.query(searched) == [(3,)], 30, "the searches are written")
