from django.db import migrations

CARDS = [
    {
        "purpose": "suicide",
        "heading": "Hulp, nu",
        "is_sensitive": True,
        "position": 0,
        "body": "<p>Denk je aan zelfdoding, of ben je bang dat iemand het doet? Bel "
        '<a href="tel:113">113</a> of gratis <a href="tel:0800-0113">0800-0113</a>, dag en nacht, '
        'of chat op <a href="https://www.113.nl/">113.nl</a>. Is er direct gevaar? Bel '
        '<a href="tel:112">112</a>.</p>',
    },
    {
        "heading": "Ben je niet veilig?",
        "is_sensitive": True,
        "position": 1,
        "body": "<p>Doet iemand je pijn, of ben je bang voor iemand thuis? Bel Veilig Thuis op "
        '<a href="tel:0800-2000">0800-2000</a>. Dat is gratis, dag en nacht, en je hoeft je naam '
        'niet te zeggen. Is er nu gevaar? Bel <a href="tel:112">112</a>.</p>',
    },
    {
        "heading": "Nu in paniek?",
        "position": 2,
        "body": "<p>Zet je voeten plat op de grond en adem langzaam uit, langer dan je inademt. Een "
        "paniekaanval voelt gevaarlijk en gaat vanzelf voorbij. Druk of pijn op je borst die niet "
        "weggaat, of die uitstraalt naar je arm, kaak of rug? Bel dan "
        '<a href="tel:112">112</a>.</p>',
    },
    {
        "heading": "Ben je jonger dan 18?",
        "position": 3,
        "body": "<p>Bij de Kindertelefoon kun je elke dag over alles praten, gratis en zonder je "
        'naam te zeggen. Bel <a href="tel:0800-0432">0800-0432</a> of chat op '
        '<a href="https://www.kindertelefoon.nl/">kindertelefoon.nl</a>.</p>',
    },
]



# One statement, whichever the number of articles; again after a way back, it changes nothing.
LINK = """
    INSERT INTO blog_article_help_cards (article_id, helpcard_id)
    SELECT article.id, card.id FROM blog_article article, blog_helpcard card
    WHERE article.shows_help AND card.purpose = 'suicide'
    ON CONFLICT DO NOTHING
"""


def forwards(apps, schema_editor):
    HelpCard = apps.get_model("blog", "HelpCard")
    if not HelpCard.objects.exists():
        HelpCard.objects.bulk_create(HelpCard(**card) for card in CARDS)
    schema_editor.execute(LINK)


def backwards(apps, schema_editor):
    Article = apps.get_model("blog", "Article")
    Article.objects.filter(help_cards__purpose="suicide").update(shows_help=True)


class Migration(migrations.Migration):
    dependencies = [("blog", "0002_reading")]
    operations = [migrations.RunPython(forwards, backwards)]
