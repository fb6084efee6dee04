from django.db import migrations, models


def forwards(apps, schema_editor):
    """All renditions anew, for there is AVIF now; until then pages show the originals."""
    apps.get_model("blog", "Picture").objects.update(
        widths=[], rendered_at=None, render_attempts=0
    )


class Migration(migrations.Migration):
    dependencies = [("blog", "0004_article_without_shows_help")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="pictures_hidden_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="afbeeldingen verplaatst op"
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
