"""The database itself keeps the access log as it was written, whoever asks otherwise: no entry
changes, and none younger than five years goes."""

from django.db import migrations

TABLE = "contact_accessentry"
SAYS = "the access log is append-only"
SQLITE = [
    f"CREATE TRIGGER access_stays BEFORE UPDATE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    f"CREATE TRIGGER access_is_kept BEFORE DELETE ON {TABLE} "
    "WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-5 years') "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION contact_access_stays() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END $$",
    f"CREATE TRIGGER access_stays BEFORE UPDATE ON {TABLE} FOR EACH ROW "
    "EXECUTE FUNCTION contact_access_stays()",
    f"CREATE TRIGGER access_is_kept BEFORE DELETE ON {TABLE} FOR EACH ROW "
    "WHEN (OLD.at > statement_timestamp() - interval '5 years') "
    "EXECUTE FUNCTION contact_access_stays()",
    f"CREATE TRIGGER access_is_whole BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT "
    "EXECUTE FUNCTION contact_access_stays()",
]


def guard(connection):
    _execute(connection, SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def release(connection):
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    names = ["access_stays", "access_is_kept", "access_is_whole"]
    _execute(connection, [f"DROP TRIGGER IF EXISTS {name}{on}" for name in names])


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("contact", "0004_contact_complete")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guard(schema_editor.connection),
            lambda apps, schema_editor: release(schema_editor.connection),
        )
    ]
