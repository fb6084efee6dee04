"""A run that is killed, and goes on: the database is that of a run nobody disturbed."""

import re
import subprocess
import sys

import pytest

from tests.blog.make import an_image
from tests.site import BASE_DIR, fresh_site, wait_for

from .exports import HOST, attachment, author, category, export, post

POSTS, KILLS = 8, (2, 5)
DUMPS = [
    "SELECT a.slug, a.title, a.summary, a.body, a.publish_at, a.updated_at, a.version,"
    " a.picture_alt, w.name, p.width FROM blog_article a JOIN blog_author w ON w.id = a.author_id"
    " LEFT JOIN blog_picture p ON p.id = a.picture_id ORDER BY a.slug",
    "SELECT a.slug, t.slug FROM blog_article_topics l JOIN blog_article a ON a.id = l.article_id"
    " JOIN blog_topic t ON t.id = l.topic_id ORDER BY 1, 2",
    "SELECT slug, history_change_reason, body FROM blog_historicalarticle ORDER BY 1, 2",
    "SELECT i.source, substr(i.digest, 1, 32), a.slug FROM blog_imported i"
    " LEFT JOIN blog_article a ON a.id = i.article_id ORDER BY 1",
    "SELECT o.path, a.slug, t.slug FROM blog_oldpath o LEFT JOIN blog_article a"
    " ON a.id = o.article_id LEFT JOIN blog_topic t ON t.id = o.topic_id ORDER BY 1",
    "SELECT a.slug, l.path FROM blog_internallink l JOIN blog_article a ON a.id = l.article_id"
    " ORDER BY 1, 2",
    "SELECT slug, body FROM blog_page ORDER BY 1",
    "SELECT alt, width, height, format FROM blog_picture ORDER BY 1, 2, 3",
    "SELECT name, slug FROM blog_topic ORDER BY 1",
    "SELECT name, slug FROM blog_author ORDER BY 1",
]


def contents(site):
    """All that an import touches, without the names of files that chance gave."""
    told = [sorted(map(repr, site.query(sql))) for sql in DUMPS]
    return [[re.sub(r"pictures/[0-9a-f]{32}", "pictures/…", row) for row in rows] for rows in told]


@pytest.fixture
def file(tmp_path):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    parts = [author(), category()]
    for number in range(POSTS):
        name = f"foto-{number}.jpg"
        (uploads / name).write_bytes(an_image((300 + number, 200)))
        later = (number + 3) % POSTS + 100
        parts += [
            attachment(1000 + number, name, alt=f"Foto {number}", parent=100 + number),
            post(
                100 + number,
                "Steeds hetzelfde",
                f'Lees <a href="{HOST}/?p={later}">dit</a>.\n\n[gallery]',
                terms=[("category", "slaap", "Slaap")],
                meta={"_thumbnail_id": str(1000 + number)},
            ),
        ]
    file = tmp_path / "export.xml"
    file.write_text(export(*parts))
    return file


def begin(site, file):
    command = [sys.executable, "manage.py", "import_wordpress", str(file)]
    return subprocess.Popen(
        [*command, "--uploads", str(file.parent / "uploads")],
        cwd=BASE_DIR,
        env=site.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def done(site):
    ((count,),) = site.query("SELECT count(*) FROM blog_imported WHERE article_id IS NOT NULL")
    return count


def test_killed_twice_and_resumed_it_ends_as_a_straight_run(tmp_path, site_template, file):
    with (
        fresh_site(tmp_path / "straight", site_template) as straight,
        fresh_site(tmp_path / "killed", site_template) as killed,
    ):
        assert begin(straight, file).wait(timeout=300) == 0
        report = (tmp_path / "export.verslag.txt").read_text()
        for count in KILLS:
            run = begin(killed, file)
            wait_for(lambda count=count: done(killed) >= count, 120, f"{count} articles")
            run.kill()
            run.wait()
            assert count <= done(killed) < POSTS
        assert begin(killed, file).wait(timeout=300) == 0

        assert done(killed) == POSTS
        assert contents(killed) == contents(straight)
        assert f"artikelen: {POSTS} nieuw" in report
