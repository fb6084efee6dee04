import django.db.models.deletion
from django.db import migrations, models


def forwards(apps, schema_editor):
    """The rows get their moments from blog.triggers, after the migrations."""
    Listing = apps.get_model("blog", "Listing")
    schema_editor.add_field(Listing, Listing._meta.get_field("publish_at"))
    schema_editor.add_index(Listing, Listing._meta.indexes[0])


def backwards(apps, schema_editor):
    Listing = apps.get_model("blog", "Listing")
    schema_editor.remove_index(Listing, Listing._meta.indexes[0])
    schema_editor.execute("ALTER TABLE blog_article_topics DROP COLUMN publish_at")


class Migration(migrations.Migration):
    dependencies = [("blog", "0010_search")]
    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("article", models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="listings", to="blog.article")),
                ("topic", models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="blog.topic")),
                ("publish_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "blog_article_topics",
                "managed": False,
                "indexes": [models.Index(fields=["topic", "-publish_at", "-article"], name="listing_newest")],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
