from django.db import migrations, models

import blog.fields
from blog import vocabulary

STEMS = ("search_title", "search_about", "search_rest")


def fill(apps, schema_editor):
    Article, WordForm = (apps.get_model("blog", name) for name in ("Article", "WordForm"))
    for pk in list(Article.objects.values_list("pk", flat=True)):
        article = Article.objects.get(pk=pk)
        article.save(update_fields=STEMS)  # its words decide
        vocabulary.learn([article], into=WordForm)


def take_down(apps, schema_editor):
    """The columns cannot go while triggers name them."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS blog_search_follows_{event}")
        schema_editor.execute("DROP TABLE IF EXISTS blog_search")


class Migration(migrations.Migration):
    """What each engine makes of these columns is put up after every migration: blog.fulltext."""

    dependencies = [("blog", "0009_related_terms")]

    operations = [
        migrations.CreateModel(
            name="WordForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("w", "zoals het er staat"), ("t", "stam van achter naar voren"), ("s", "begin, met een letter minder")], max_length=1, verbose_name="soort")),
                ("form", models.CharField(max_length=40, verbose_name="vorm")),
                ("word", models.CharField(max_length=40, verbose_name="woord")),
                ("stem", models.CharField(max_length=40, verbose_name="stam")),
            ],
            options={
                "verbose_name": "woordvorm",
                "verbose_name_plural": "woordvormen",
                "indexes": [models.Index(fields=["kind", "form"], name="word_form_lookup")],
            },
        ),
        migrations.AddField("article", "search_title", blog.fields.StemsField("woorden in de titel", layer="title")),
        migrations.AddField("article", "search_about", blog.fields.StemsField("woorden waar het over gaat", layer="about")),
        migrations.AddField("article", "search_rest", blog.fields.StemsField("andere woorden", layer="rest")),
        migrations.RunPython(fill, take_down),
    ]
