from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("blog", "0004_pictures_anew")]
    operations = [migrations.RemoveField("article", "shows_help")]
