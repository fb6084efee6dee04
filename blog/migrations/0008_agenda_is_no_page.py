from django.db import migrations, models

RESERVED = ('admin', 'adviesgesprek', 'afspraak', 'agenda', 'api', 'apple-touch-icon', 'auteur', 'blogs', 'contact', 'favicon', 'feed', 'healthz', 'home', 'manifest', 'media', 'onderwerp', 'robots', 'sitemap', 'static', 'terugbellen', 'well-known', 'zoeken')


def make_room(apps, schema_editor):
    """A page that already has the word keeps its text, at another address."""
    Page = apps.get_model('blog', 'Page')
    number = 2
    while Page.objects.filter(slug=f'agenda-{number}').exists():
        number += 1
    Page.objects.filter(slug='agenda').update(slug=f'agenda-{number}')


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0007_counts'),
    ]

    operations = [
        migrations.RunPython(make_room, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='page',
            name='page_slug_not_reserved',
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', RESERVED), _negated=True), name='page_slug_not_reserved'),
        ),
    ]
