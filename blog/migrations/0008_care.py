from django.db import migrations, models

import blog.fields


class Migration(migrations.Migration):
    dependencies = [("blog", "0007_article_page")]
    operations = [
        migrations.AlterField(
            model_name="article",
            name="help_cards",
            field=models.ManyToManyField(
                blank=True,
                help_text="Naast de kaders die bij de onderwerpen horen; samen hooguit twee. Noemt "
                "het artikel zelfdoding, dan staat het 113-kader er vanzelf, en eerst.",
                related_name="articles",
                to="blog.helpcard",
                verbose_name="hulpkaders",
            ),
        ),
        migrations.AlterField(
            model_name="helpcard",
            name="body",
            field=blog.fields.RichTextField(
                help_text="Twee of drie zinnen: wie kun je bereiken, wanneer, en wat kost het? "
                "Maak van elk nummer een link: kies bij Link het linktype Telefoon. Wie in nood is, "
                "hoeft dan niet te kiezen of te typen, alleen te drukken.",
                verbose_name="tekst",
            ),
        ),
        migrations.AlterField(
            model_name="helpcard",
            name="position",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Een pagina toont hooguit twee kaders: die met het laagste getal. Het "
                "kader over zelfdoding staat altijd eerst, welk getal hier ook staat.",
                verbose_name="volgorde",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("suicide", ""), _negated=True),
                fields=["suicide"],
                name="article_with_113",
            ),
        ),
    ]
