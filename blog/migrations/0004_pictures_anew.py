from django.db import migrations


def forwards(apps, schema_editor):
    """All renditions anew, for there is AVIF now; until then pages show the originals."""
    apps.get_model("blog", "Picture").objects.update(
        widths=[], rendered_at=None, render_attempts=0
    )


class Migration(migrations.Migration):
    dependencies = [("blog", "0003_help_cards")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
