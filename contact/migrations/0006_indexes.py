"""Indexes for what the worker asks every second to a minute, and for the queue.

None on names, numbers or addresses: what an index held of somebody leaves copies of its own.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0005_access_log_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                fields=["starts_at"],
                condition=models.Q(status="displaced"),
                name="booking_displaced",
            ),
        ),
        migrations.AddIndex(
            model_name="callbackrequest",
            index=models.Index(fields=["same_as", "status"], name="callback_to_call"),
        ),
        migrations.AddIndex(
            model_name="callbackrequest",
            index=models.Index(
                fields=["person_key", "status", "same_as"], name="callback_person"
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                fields=["sent_at"], condition=models.Q(status="sent"), name="outbox_sent"
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                fields=["id"], condition=models.Q(status="failed"), name="outbox_failed"
            ),
        ),
    ]
