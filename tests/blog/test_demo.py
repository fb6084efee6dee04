import pytest
from PIL import Image

from blog import demo, html
from blog.checks import checking
from blog.help import cards_for
from blog.models import Article, Author, Page, Picture, RelatedArticle, Topic

from .make import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick_drawings(monkeypatch):
    monkeypatch.setattr(demo, "draw", lambda name, size: Image.new("RGB", (500, 300), "teal"))


def counts():
    return [
        model.objects.count() for model in (Topic, Author, Page, Article, RelatedArticle, Picture)
    ]


def test_the_demo_is_whole_and_loading_it_again_adds_nothing(quick_drawings):
    demo.load()
    first = counts()
    assert first[:4] == [6, 2, 5, 14]
    assert first[5] == 18
    demo.load()
    assert counts() == first


def test_every_article_is_published_has_a_topic_a_described_picture_and_picks(quick_drawings):
    demo.load()
    for article in Article.objects.prefetch_related("topics", "picks").select_related("picture"):
        assert article.state() == "published"
        assert article.topics.all()
        assert article.picture.widths == [400, 500]
        assert article.picture_alt
        assert 1 <= len(article.picks.all()) <= 4
        assert article.updated_at == article.publish_at


def test_some_articles_have_key_points_and_sources_that_the_text_names(quick_drawings):
    demo.load()
    with_points = Article.objects.exclude(key_points="")
    assert all(2 <= len(article.key_point_list) <= 5 for article in with_points)
    assert len(with_points) == 9
    cited = [article for article in Article.objects.all() if any(article.prose.backs)]
    assert len(cited) == 4
    for article in cited:
        assert all(backs for _, backs in article.footnotes), article.slug


def test_who_reviews_the_demo_has_signed_some_of_it_and_nobody_else_has(quick_drawings):
    reviewer = make_staff("sign_article")
    demo.load(reviewer)
    signed = Article.objects.exclude(reviewed_at=None)
    assert {article.reviewed_by for article in signed} == {reviewer}
    assert all(article.reviewed_at < article.publish_at for article in signed)
    assert len(signed) == 7


def test_what_somebody_edited_is_left_alone(quick_drawings):
    demo.load()
    Article.objects.filter(slug="maan").delete()
    Article.objects.update(title="Van ons")
    demo.load()
    assert set(Article.objects.values_list("title", flat=True)) == {"Van ons"}


def test_no_text_of_the_demo_loses_anything_to_the_allow_list(quick_drawings):
    for file in [*demo.FOLDER.glob("articles/*.html"), *demo.FOLDER.glob("pages/*.html")]:
        body = demo._read(file)[1]
        assert html.clean(body) == body.strip(), file.name


def test_the_checklist_has_nothing_to_say_of_the_demo(quick_drawings):
    demo.load(make_staff("sign_article"))
    said = {
        article.slug: (report.points, report.failed)
        for article in Article.objects.all()
        for report in [checking.look_over(article)]
        if report.points or report.failed
    }
    assert said == {}
    assert Article.objects.filter(topics__needs_signature=True).count() == 2


def test_the_card_about_panic_is_of_the_article_about_panic_alone(quick_drawings):
    demo.load()
    with_it = [
        article.slug
        for article in Article.objects.all()
        if "Nu in paniek?" in [card.heading for card in cards_for(article)]
    ]
    assert with_it == ["paniekaanval-wat-nu"]
