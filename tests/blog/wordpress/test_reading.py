"""The file: each version of WXR, and every way in which it can be no export."""

import random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from blog.models import Article, Author, Imported
from blog.wordpress.reading import Malformed, Site, Term, items

from .exports import HOST, attachment, author, category, export, post

FULL = export(
    author(),
    author("tweede", "", 3, first_name="Twee", last_name="Namen"),
    category("zorg", "Zorg", 6),
    category(parent="zorg"),
    "<wp:tag><wp:term_id>9</wp:term_id><wp:tag_slug>nacht</wp:tag_slug>"
    "<wp:tag_name><![CDATA[Nacht]]></wp:tag_name></wp:tag>\n",
    attachment(20, "2019/05/bed.jpg", alt="Een bed"),
    post(
        terms=[("category", "slaap", "Slaap"), ("tag", "nacht", "Nacht")],
        body="<!-- wp:paragraph --><p>Één ]]> twee</p><!-- /wp:paragraph -->[caption]x[/caption]",
        meta={"_thumbnail_id": "20", "_yoast_wpseo_title": "%%title%%"},
        comments=2,
    ),
    post(12, "Werkwijze", kind="page"),
)


@pytest.fixture
def read(tmp_path):
    file = tmp_path / "export.xml"

    def read(content):
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        site = Site()
        return site, list(items(file, site))

    return read


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_each_version_is_read(read, version):
    site, (item,) = read(export(author(), category(), post(excerpt="Kort."), version=version))

    assert (site.version, site.title, site.address) == (version, "Praktijk Voorbeeldig", HOST)
    assert (item.id, item.kind, item.status, item.title) == (
        "10", "post", "publish", "Slecht slapen",
    )  # fmt: skip
    assert (item.body, item.excerpt) == ("<p>Wie slecht slaapt, is niet alleen.</p>", "Kort.")
    assert (item.date_gmt, item.login) == ("2019-05-06 07:30:00", "fenna-login")


def test_head_and_items_are_read_whole(read):
    site, (picture, article, page) = read(FULL)

    assert [(one.id, one.name) for one in site.creators.values()] == [
        ("2", "Fenna Voorbeeld"), ("3", "Twee Namen"),
    ]  # fmt: skip
    assert list(site.terms.values()) == [
        Term("category", "zorg", "Zorg", "6"),
        Term("category", "slaap", "Slaap", "7", "zorg"),
        Term("post_tag", "nacht", "Nacht", "9"),
    ]
    assert picture.file == f"{HOST}/wp-content/uploads/2019/05/bed.jpg"
    assert picture.meta == {"_wp_attachment_image_alt": "Een bed"}
    assert article.terms == (Term("category", "slaap", "Slaap"), Term("post_tag", "nacht", "Nacht"))
    assert "Één ]]> twee" in article.body
    assert article.comments == 2
    assert "Reageerder" not in repr(article)
    assert page.kind == "page"


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n'
    "<rss><channel><title>&b;</title></channel></rss>"
)
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "file:///etc/passwd">\n<rss><channel/></rss>'
MANY = "".join("<a>" for _ in range(60))


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "het bestand is leeg of houdt te vroeg op"),
        ("hallo", 1, "dit is geen geldige XML"),
        ("<html></html>", 1, "dit is geen export van WordPress: het begint niet met <rss>"),
        ("<rss>\n<channel/></rss>", 1, "dit is geen export van WordPress (WXR 1.0, 1.1 of 1.2): "
         "het versienummer mist"),
        (BOMB, 2, "een DOCTYPE hoort niet in een export en mag hier niet"),
        (OUTSIDE, 2, "een DOCTYPE hoort niet in een export en mag hier niet"),
        (export(post(), version="9.9"), 13, "versie 9.9 van de export kennen we niet"),
        (export("<item><title>&onbekend;</title></item>"), 16,
         "hier staat een afkorting (&…;) die niemand kent"),
        (export("<item><title>x</item>"), 16, "hier sluit iets wat niet open was"),
        (export("<item>\n<title>x</title>\n</item>"), 16,
         "dit stuk heeft geen nummer of geen soort"),
        (export(MANY), 16, "hier staat te veel in elkaar"),
        (export(post(title="Caf\xe9")).encode("latin-1"), 17,
         "hier staat een teken dat niet mag. Is het bestand wel als UTF-8 bewaard?"),
        (export(post(title="x\x08")), 17,
         "hier staat een teken dat niet mag. Is het bestand wel als UTF-8 bewaard?"),
        (export().replace('"UTF-8"', '"KLINGON"'), 1,
         "het bestand noemt een tekenset die we niet kennen"),
        (export() + "nog iets", 41, "na het einde staat nog iets"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_with_line_and_reason(read, content, line, reason):
    with pytest.raises(Malformed) as fault:
        read(content)

    assert (fault.value.line, fault.value.reason) == (line, reason)


def test_another_encoding_that_the_file_names_itself_is_read(read):
    content = export(post(title="Café")).replace('"UTF-8"', '"ISO-8859-1"').encode("latin-1")

    assert read(content)[1][0].title == "Café"


def test_a_piece_without_end_is_refused_before_it_fills_the_memory(read, monkeypatch):
    monkeypatch.setattr("blog.wordpress.reading.LONGEST_PIECE", 1000)
    with pytest.raises(Malformed, match="te groot"):
        read(export(post(body="x" * 1001)))


# Never half done --------------------------------------------------------------------------------


def outcome(file, content, *options):
    """What the command says: the text of its refusal, or nothing; what else it raises, fails."""
    file.write_bytes(content)
    try:
        call_command("import_wordpress", str(file), *options)
    except CommandError as refusal:
        said, code = str(refusal), refusal.returncode
    else:
        said, code = "", 2
    assert (code, said.count("\n")) == (2, 0)
    return said


@pytest.mark.django_db
def test_cut_off_anywhere_it_is_refused_and_nothing_is_written(tmp_path, capsys):
    whole = FULL.encode()
    for at in range(0, len(whole) - len("\n</rss>"), 53):
        said = outcome(tmp_path / "a.xml", whole[:at])
        assert said.endswith("Er is niets ingelezen."), at

    assert not Article.objects.exists()
    assert not Author.objects.exists()
    assert not Imported.objects.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


SNIPPETS = [
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"\x00", b"\xff", b"</item>", b"<item>", b"&#x0;", b"[",
    b"[/caption]", b"[gallery]", b"<!-- wp:", b"-->", b"{", b'"', b"9999999999999999999999", b"%",
    b"<!DOCTYPE x>", b"<figure>", b"<table><tr>", b"<li>", b"0000-00-00", b"\xc3\xa9", b"../",
]  # fmt: skip


@pytest.mark.django_db
def test_however_it_is_damaged_it_comes_in_or_is_refused(tmp_path, capsys):
    chance = random.Random(4)
    whole = FULL.encode()
    refused = 0
    for _ in range(250):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.choice((0, 0, 1, 30))] = chance.choice(SNIPPETS)
        refused += bool(outcome(tmp_path / "a.xml", bytes(content), "--dry-run"))

    assert 0 < refused < 250
    assert not Article.objects.exists()
