import blog.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0008_care'),
    ]

    operations = [
        migrations.CreateModel(
            name='Keyword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=64, verbose_name='woord')),
            ],
            options={
                'verbose_name': 'trefwoord',
                'verbose_name_plural': 'trefwoorden',
            },
        ),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='blog.article')),
                ('terms', models.JSONField(default=dict, verbose_name='woorden')),
                ('topics', models.JSONField(default=list, verbose_name='onderwerpen')),
                ('changed_at', models.DateTimeField(verbose_name='gelezen op')),
                ('due_at', models.DateTimeField(null=True, verbose_name='te vergelijken vanaf')),
                ('computed_at', models.DateTimeField(null=True, verbose_name='vergeleken op')),
            ],
            options={
                'verbose_name': 'woordenlijst',
                'verbose_name_plural': 'woordenlijsten',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='related_due_at',
            field=blog.fields.RelatedDueField(blank=True, default=django.utils.timezone.now, editable=False, null=True, verbose_name='te vergelijken vanaf'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('related_due_at__isnull', False)), fields=['related_due_at'], name='article_related_due'),
        ),
        migrations.AddField(
            model_name='keyword',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='blog.article'),
        ),
        migrations.AddIndex(
            model_name='vocabulary',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='vocabulary_due'),
        ),
        migrations.AddIndex(
            model_name='vocabulary',
            index=models.Index(fields=['computed_at'], name='vocabulary_stalest'),
        ),
        migrations.AddIndex(
            model_name='keyword',
            index=models.Index(fields=['word', '-article'], name='keyword_newest'),
        ),
        migrations.AddConstraint(
            model_name='keyword',
            constraint=models.UniqueConstraint(fields=('article', 'word'), name='keyword_once'),
        ),
    ]
