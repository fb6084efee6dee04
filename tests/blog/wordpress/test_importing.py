"""Moving in: what of an export becomes what here."""

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from blog import signing
from blog.models import Article, Author, Imported, OldPath, Page, Picture, Topic
from blog.wordpress.importing import bring_in
from tests.blog.make import (
    LONG_AGO,
    an_image,
    make_article,
    make_author,
    make_page,
    make_staff,
    make_topic,
)

from .exports import HOST, attachment, author, category, export, post

pytestmark = pytest.mark.django_db
UPLOADS = f"{HOST}/wp-content/uploads"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def bring(tmp_path):
    """Bring in an export of these parts; gives the report."""
    file = tmp_path / "export.xml"

    def bring(*parts, **options):
        file.write_text(export(*parts))
        return bring_in(file, **options)

    return bring


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    (folder / "2019/05").mkdir(parents=True)
    (folder / "2019/05/bed.jpg").write_bytes(an_image())
    return folder


def lines(report, part):
    return list(report.lines.get(part, ()))


# Articles ---------------------------------------------------------------------------------------


def test_a_post_becomes_an_article_at_its_old_moment(bring):
    report = bring(
        author(),
        category(),
        post(
            excerpt="Over wakker liggen.",
            terms=[("category", "slaap", "Slaap")],
            meta={
                "_yoast_wpseo_title": "%%title%% %%sep%% %%sitename%% %%page%%",
                "_yoast_wpseo_metadesc": "Wat helpt als je wakker ligt.",
            },
        ),
    )

    article = Article.objects.get()
    assert article.title == "Slecht slapen"
    assert article.slug == "slecht-slapen"
    assert article.summary == "Over wakker liggen."
    assert article.body == "<p>Wie slecht slaapt, is niet alleen.</p>"
    assert article.publish_at.isoformat() == "2019-05-06T07:30:00+00:00"
    assert article.updated_at.isoformat() == "2020-01-02T03:04:05+00:00"
    assert article.author.name == "Fenna Voorbeeld"
    assert [topic.name for topic in article.topics.all()] == ["Slaap"]
    assert article.meta_title == "Slecht slapen - Praktijk Voorbeeldig"
    assert article.meta_description == "Wat helpt als je wakker ligt."
    assert article.state() == Article.State.PUBLISHED
    assert report.lines == {}


def test_it_is_one_version_that_says_why(bring):
    bring(author(), category(), post(terms=[("category", "slaap", "Slaap")]))

    (version,) = Article.objects.get().history.all()
    assert version.history_change_reason == "Ingelezen, gepubliceerd"
    assert version.topic_ids == [Topic.objects.get().pk]


@pytest.mark.parametrize(
    ("fields", "state", "note"),
    [
        ({"status": "draft", "gmt": "0000-00-00 00:00:00"}, "draft", []),
        ({"status": "pending"}, "draft", ["wachtte daar op een akkoord: is hier een concept"]),
        ({"status": "private"}, "draft", ["was daar privé: is hier een concept"]),
        ({"password": "geheim"}, "draft", ["had daar een wachtwoord: is hier een concept"]),
        (
            {"status": "future"},
            "draft",
            ["was daar ingepland en nooit verschenen: is hier een concept"],
        ),
        ({"status": "future", "gmt": "2098-01-01 08:00:00"}, "scheduled", []),
        ({"status": "raar"}, "draft", ["de staat “raar” kennen we niet: is hier een concept"]),
        (
            {"gmt": "straks", "date": ""},
            "draft",
            ["heeft geen leesbare datum: is hier een concept"],
        ),
    ],
)
def test_only_what_was_public_is_public(bring, fields, state, note):
    report = bring(author(), post(excerpt="Kort.", **fields))

    assert Article.objects.get().state() == state
    assert lines(report, "anders") == [f"“Slecht slapen” (artikel 10): {one}" for one in note]


def test_without_greenwich_the_clock_of_the_site_counts(bring):
    bring(author(), post(gmt="0000-00-00 00:00:00", date="2019-07-01 12:00:00"))

    assert Article.objects.get().publish_at.isoformat() == "2019-07-01T10:00:00+00:00"


def test_what_was_thrown_away_there_or_is_no_text_is_not_taken(bring):
    report = bring(
        author(),
        post(1, "Weg", status="trash"),
        post(2, "", ""),
        post(3, "Menu", kind="nav_menu_item"),
        post(4, "Tweede menu", kind="nav_menu_item"),
        post(5, "Herfsttraining", kind="cursus"),
        post(6, "Wel", excerpt="Kort.", comments=2),
        post(6, "Nog eens"),
    )

    assert [article.title for article in Article.objects.all()] == ["Wel"]
    assert lines(report, "niet overgenomen") == [
        "“Weg” (artikel 1): stond daar in de prullenbak",
        "“zonder titel” (artikel 2): heeft geen titel en geen tekst",
        "“Herfsttraining” (cursus 5): de soort “cursus” kennen we niet",
        "“Nog eens” (artikel 6): staat twee keer in het bestand",
        "2 regels van menu's",
        "reacties van lezers: 2 (persoonsgegevens)",
    ]


def test_too_long_is_cut_at_a_word_and_told_in_full(bring):
    title = "slapen " * 30
    report = bring(author(), post(title=title, slug="lang", excerpt="woord " * 200))

    article = Article.objects.get()
    assert article.title == ("slapen " * 17).strip() + "…"
    assert len(article.summary) <= 800
    assert [len(line) > 200 for line in lines(report, "ingekort")] == [True, True]


def test_without_excerpt_the_first_sentences_are_the_summary(bring):
    first = "Dit is een zin. " * 15
    report = bring(author(), post(body=f"{first}{'Nog een zin. ' * 10}\n\nEn meer."))

    summary = Article.objects.get().summary
    assert len(summary) <= 300
    assert summary.endswith("een zin.")
    assert lines(report, "samenvatting") == ["“Slecht slapen” (artikel 10)"]


def test_without_title_the_text_gives_one(bring):
    report = bring(author(), post(title="", slug="", excerpt="Kort."))

    article = Article.objects.get()
    assert (article.title, article.slug) == ("Wie slecht slaapt, is niet alleen.", "stuk-10")
    assert lines(report, "anders") == [
        "“zonder titel” (artikel 10): de titel is het begin van de tekst"
    ]


@pytest.mark.parametrize(
    ("slug", "becomes"),
    [
        ("feed", "feed-2"),
        ("bezet", "bezet-2"),
        ("Hoofd_Letters", "hoofd-letters"),
        ("caf%C3%A9", "cafe"),
        ("%D7%90", "slecht-slapen"),
        ("a-" * 80, ("a-" * 50).rstrip("-")),
    ],
)
def test_slugs_are_well_formed_free_and_not_reserved(bring, slug, becomes):
    make_article("Bezet")
    bring(author(), post(slug=slug))

    assert Article.objects.latest("pk").slug == becomes


# Pages, people, topics --------------------------------------------------------------------------


def test_a_page_becomes_a_page_outside_the_footer(bring):
    make_page("Over ons")
    report = bring(
        author(),
        post(5, "Over ons", kind="page", link=f"{HOST}/over-ons/"),
        post(6, "Contact", kind="page", link=f"{HOST}/contact/"),
        post(7, "Geheim plan", kind="page", status="draft", excerpt="Kort."),
    )

    new = Page.objects.filter(is_in_footer=False)
    assert sorted(page.slug for page in new) == ["contact-2", "over-ons-2"]
    assert [article.state() for article in Article.objects.all()] == ["draft"]
    assert lines(report, "anders") == [
        "“Geheim plan” (pagina 7): een pagina kan hier geen concept zijn: staat bij de artikelen"
    ]
    assert lines(report, "adres") == [
        "“Over ons” (pagina 5): over-ons kon niet, het werd over-ons-2",
        "“Contact” (pagina 6): contact kon niet, het werd contact-2",
    ]


def test_an_author_and_a_topic_of_the_same_name_are_used(bring):
    noor, topic = make_author("fenna voorbeeld", slug="f"), make_topic("slaap", slug="s")
    bring(author(), category(), post(terms=[("category", "slaap", "Slaap")]))

    article = Article.objects.get()
    assert article.author == noor
    assert list(article.topics.all()) == [topic]


@pytest.mark.parametrize("name", ["fenna-login", "fenna@example.org", ""])
def test_nobody_is_called_after_what_they_log_in_with(bring, name):
    report = bring(author(name=name), post(excerpt="Kort."))

    assert Author.objects.get().name == "Redactie"
    assert lines(report, "anders") == ["een auteur zonder naam om te tonen: werd Redactie"]


def test_logins_and_addresses_are_kept_nowhere(bring):
    bring(author(), post(comments=1))

    rows = [
        *Author.objects.values_list("name", "slug", "biography"),
        *Imported.objects.values_list("source"),
        *OldPath.objects.values_list("path"),
        *Article.history.values_list("title", "body", "history_change_reason"),
    ]
    told = repr(rows)
    assert "fenna-login" not in told
    assert "@" not in told
    assert "geheim" not in told.lower()


TERMS = [
    ("category", "slaap", "Slaap"),
    ("category", "geen-categorie", "Geen categorie"),
    ("post_tag", "nacht", "Nacht"),
]


def test_categories_become_topics_and_tags_are_told(bring):
    report = bring(author(), category(), post(excerpt="Kort.", terms=TERMS))

    assert [topic.name for topic in Topic.objects.all()] == ["Slaap"]
    assert lines(report, "niet overgenomen") == [
        "categorie “Geen categorie” (bij 1)",
        "trefwoord “Nacht” (bij 1)",
    ]


def test_tags_become_topics_for_who_asks(bring):
    bring(author(), category(), post(terms=TERMS), with_tags=True)

    assert sorted(topic.name for topic in Topic.objects.all()) == ["Nacht", "Slaap"]


# Pictures ---------------------------------------------------------------------------------------


def test_pictures_come_from_the_folder_at_their_full_size(bring, uploads):
    body = f'<img class="wp-image-20" src="{UPLOADS}/2019/05/bed-300x200.jpg">'
    report = bring(
        author(),
        attachment(20, "2019/05/bed.jpg", alt="Een leeg bed", caption="Drie uur <b>'s nachts</b>"),
        post(excerpt="Kort.", body=body, meta={"_thumbnail_id": "20"}),
        uploads=uploads,
    )

    picture, article = Picture.objects.get(), Article.objects.get()
    assert (picture.width, picture.height, picture.alt) == (600, 400, "Een leeg bed")
    assert article.picture == picture
    assert article.picture_alt == "Een leeg bed"
    assert article.picture_caption == "Drie uur 's nachts"
    image = f'<img src="{picture.original_url}" alt="Een leeg bed">'
    assert article.body == f"<figure>{image}</figure>"
    assert report.lines == {}


def test_each_picture_that_could_not_be_had_is_told(bring, uploads, tmp_path):
    (uploads / "kapot.jpg").write_bytes(b"geen afbeelding")
    (tmp_path / "buiten.jpg").write_bytes(an_image())
    (uploads / "omweg.jpg").symlink_to(tmp_path / "buiten.jpg")
    names = ["weg.jpg", "kapot.jpg", "../buiten.jpg", "%2e%2e/buiten.jpg", "omweg.jpg"]
    body = "\n\n".join(f'<img src="{UPLOADS}/{name}">' for name in names)
    body += '\n\n<img src="https://elders.example.org/a.jpg"> <img src="data:image/png;base64,AA">'
    report = bring(author(), post(excerpt="Kort.", body=f"Tekst.\n\n{body}"), uploads=uploads)

    there = "(in “Slecht slapen” (artikel 10))"
    missing = "staat niet in de map met uploads"
    unreadable = (
        "dit bestand is geen afbeelding die we kunnen lezen. Gebruik een JPEG, PNG, WebP, AVIF of "
        "GIF."
    )
    assert lines(report, "afbeelding") == [
        f"{UPLOADS}/weg.jpg: {missing} {there}",
        f"{UPLOADS}/kapot.jpg: {unreadable} {there}",
        f"{UPLOADS}/../buiten.jpg: {missing} {there}",
        f"{UPLOADS}/%2e%2e/buiten.jpg: {missing} {there}",
        f"{UPLOADS}/omweg.jpg: {missing} {there}",
        f"https://elders.example.org/a.jpg: staat niet bij de uploads van deze site {there}",
        f"data:: staat in de tekst zelf, niet als bestand {there}",
    ]
    assert Article.objects.get().body == "<p>Tekst.</p>"
    assert not Picture.objects.exists()


def test_a_gallery_becomes_figures(bring, uploads):
    (uploads / "raam.png").write_bytes(an_image(kind="PNG"))
    report = bring(
        author(),
        attachment(20, "2019/05/bed.jpg", caption="Het bed", parent=10),
        attachment(21, "raam.png", alt="Een raam", parent=10),
        attachment(22, "folder.pdf", parent=10),
        post(excerpt="Kort.", body='[gallery ids="21,20,99"]\n\nDaarna.\n\n[gallery]'),
        uploads=uploads,
    )

    bed, window = Picture.objects.order_by("format")
    bed = f'<figure><img src="{bed.original_url}" alt=""><figcaption>Het bed</figcaption></figure>'
    window = f'<figure><img src="{window.original_url}" alt="Een raam"></figure>'
    assert Article.objects.get().body == "\n".join([window, bed, "<p>Daarna.</p>", bed, window])
    assert lines(report, "afbeelding") == [
        "nummer 99: heeft geen adres (in “Slecht slapen” (artikel 10))"
    ]


# Links and redirects ----------------------------------------------------------------------------


def test_links_follow_also_to_what_comes_later(bring):
    body = "\n\n".join(
        f'<a href="{href}">x</a>'
        for href in [
            f"{HOST}/2019/05/later/",
            "http://oude-praktijk.example.org/2019/05/later#kop",
            "/?p=11",
            f"{HOST}/category/slaap/",
            f"{HOST}/author/fenna-login/",
            f"{HOST}/2019/05/nergens/",
            f"{HOST}",
            "https://elders.example.org/2019/05/later/",
            "mailto:hallo@example.org",
        ]
    )
    report = bring(
        author(),
        category(),
        post(body=body, excerpt="Kort."),
        post(11, "Later", slug="later", excerpt="Kort.", terms=[("category", "slaap", "Slaap")]),
    )

    text = Article.objects.get(slug="slecht-slapen").body
    assert text.replace('">x</a></p>', "").replace('<p><a href="', "").split("\n") == [
        "/blogs/later/",
        "/blogs/later/#kop",
        "/blogs/later/",
        "/blogs/onderwerp/slaap/",
        "/blogs/auteur/fenna-voorbeeld/",
        f"{HOST}/2019/05/nergens/",
        "/",
        "https://elders.example.org/2019/05/later/",
        "mailto:hallo@example.org",
    ]
    assert lines(report, "link") == [f"{HOST}/2019/05/nergens/ (in “Slecht slapen” (artikel 10))"]


def test_old_addresses_are_kept(bring):
    bring(
        author(),
        category("zorg", "Zorg", 6),
        category(parent="zorg"),
        post(terms=[("category", "slaap", "Slaap")], meta={"_wp_old_slug": "slapeloos"}),
        attachment(20, "2019/05/bed.jpg", parent=10, link=f"{HOST}/2019/05/slecht-slapen/bed/"),
        post(12, "Werkwijze", kind="page", link=f"{HOST}/werkwijze/"),
    )

    targets = {old.path: str(old.target) for old in OldPath.objects.all()}
    assert targets == {
        "/2019/05/slecht-slapen/": "Slecht slapen",
        "/2019/05/slapeloos/": "Slecht slapen",
        "/?p=10": "Slecht slapen",
        "/2019/05/slecht-slapen/bed/": "Slecht slapen",
        "/?p=20": "Slecht slapen",
        "/?attachment_id=20": "Slecht slapen",
        "/?p=12": "Werkwijze",
        "/?page_id=12": "Werkwijze",
        "/category/zorg/slaap/": "Slaap",
        "/category/slaap/": "Slaap",
        "/?cat=7": "Slaap",
        "/author/fenna-voorbeeld/": "Fenna Voorbeeld",
        "/?author=2": "Fenna Voorbeeld",
    }


# Again ------------------------------------------------------------------------------------------

ALL = (
    author(),
    category(),
    attachment(20, "2019/05/bed.jpg", alt="Een leeg bed"),
    post(meta={"_thumbnail_id": "20"}, terms=[("category", "slaap", "Slaap")]),
    post(11, "Later", body="Kort.\n\n[vc_row]Meer[/vc_row]"),
    post(12, "Werkwijze", kind="page", link=f"{HOST}/werkwijze/"),
)


def everything():
    models = (Article, Article.history.model, Author, Imported, OldPath, Page, Picture, Topic)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_second_time_changes_nothing(bring, uploads):
    bring(*ALL, uploads=uploads)
    before = everything()
    report = bring(*ALL, uploads=uploads)

    assert everything() == before
    assert dict(report.taken) == {
        ("onderwerpen", "same"): 1,
        ("auteurs", "same"): 1,
        ("artikelen", "same"): 2,
        ("pagina's", "same"): 1,
    }


def test_a_dry_run_reports_the_same_and_writes_nothing(bring, uploads, settings):
    before = everything()
    dry = bring(*ALL, uploads=uploads, is_dry=True)
    assert everything() == before
    assert not settings.MEDIA_ROOT.exists()

    assert bring(*ALL, uploads=uploads) == dry


def test_what_changed_there_and_not_here_is_updated(bring):
    bring(author(), post(excerpt="Kort."))
    report = bring(author(), post(excerpt="Kort.", body="Nieuwe tekst."))

    article = Article.objects.get()
    assert article.body == "<p>Nieuwe tekst.</p>"
    assert article.history.count() == 2
    assert dict(report.taken) == {("auteurs", "same"): 1, ("artikelen", "changed"): 1}


def test_what_changed_there_and_here_is_left_and_told(bring):
    bring(author(), post(excerpt="Kort."))
    article = Article.objects.get()
    article.summary = "Beter."
    article.save()
    report = bring(author(), post(excerpt="Kort.", body="Nieuwe tekst."))

    article.refresh_from_db()
    assert article.body == "<p>Wie slecht slaapt, is niet alleen.</p>"
    assert lines(report, "hier gewijzigd") == ["“Slecht slapen” (artikel 10)"]


def test_what_is_signed_here_keeps_the_words_that_were_read_and_is_told(bring):
    bring(post())
    article = Article.objects.get()
    signing.sign(article, by=make_staff(), at=LONG_AGO)

    report = bring(post(body="<p>Nu anders.</p>"))

    article.refresh_from_db()
    assert (article.body, article.reviewed_at) == (
        "<p>Wie slecht slaapt, is niet alleen.</p>", LONG_AGO,
    )  # fmt: skip
    assert lines(report, "hier gewijzigd") == ["“Slecht slapen” (artikel 10): is hier afgetekend"]


def test_what_was_thrown_away_here_does_not_come_back(bring):
    bring(author(), post(excerpt="Kort."))
    Article.objects.all().delete()
    report = bring(author(), post(excerpt="Kort."))

    assert not Article.objects.exists()
    assert dict(report.taken) == {("auteurs", "same"): 1, ("artikelen", "removed"): 1}


def test_pictures_that_are_found_later_come_in_later(bring, uploads):
    bring(*ALL)
    bring(*ALL, uploads=uploads)

    assert Article.objects.get(slug="slecht-slapen").picture == Picture.objects.get()


# The command ------------------------------------------------------------------------------------


def run(file, capsys, *options):
    call_command("import_wordpress", str(file), *options)
    return capsys.readouterr()


@time_machine.travel("2026-01-01 12:00:00+00:00")
def test_the_command_tells_what_it_did_and_keeps_it_beside_the_export(tmp_path, capsys):
    file = tmp_path / "site.xml"
    file.write_text(export(author(), post(body="Kort. [contact-form-7 id='1']")))
    told = run(file, capsys)

    report = (tmp_path / "site.verslag.txt").read_text()
    assert report == (
        "Ingelezen uit site.xml\n"
        "======================\n"
        "\n"
        "auteurs: 1 nieuw\n"
        "artikelen: 1 nieuw\n"
        "\n"
        "Zonder samenvatting: het begin van de tekst is genomen (1)\n"
        "  - “Slecht slapen” (artikel 10)\n"
        "\n"
        "Formulieren: die gaan niet mee (1)\n"
        "  - contact-form-7 (in “Slecht slapen” (artikel 10))\n"
    )
    assert told.out == f"{report}\nDit verslag staat ook in {tmp_path}/site.verslag.txt.\n"
    assert told.err == "1 van 1\n"


def test_a_dry_run_leaves_no_file_behind(tmp_path, capsys):
    file = tmp_path / "site.xml"
    file.write_text(export())
    told = run(file, capsys, "--dry-run")

    assert told.out.startswith("Proef met site.xml\n")
    assert [path.name for path in tmp_path.iterdir()] == ["site.xml"]
    assert not Article.objects.exists()


def test_a_report_goes_where_it_is_asked(tmp_path, capsys):
    file = tmp_path / "site.xml"
    file.write_text(export())
    run(file, capsys, "--dry-run", "--report", str(tmp_path / "proef.txt"))

    assert (tmp_path / "proef.txt").read_text().startswith("Proef met site.xml\n")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("geen.xml", [], "{}/geen.xml is er niet."),
        ("", [], "{}/ is een map."),
        ("geen.xml", ["--uploads", "/bestaat/niet"], "/bestaat/niet is geen map."),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(tmp_path, name, options, said):
    with pytest.raises(CommandError) as refusal:
        call_command("import_wordpress", f"{tmp_path}/{name}", *options)

    assert str(refusal.value) == said.format(tmp_path).replace("/ is", " is")
    assert refusal.value.returncode == 2
