"""Instants as whole minutes since 1970, counted by the database: by the thousand they cost
Python little then. What `availability` reckons with."""

from django.db.models import Func, IntegerField


class Minute(Func):
    """The minute in which an instant falls."""

    output_field = IntegerField()
    seconds_added = 0

    def as_sqlite(self, compiler, connection, **extra):
        template = f"((strftime('%%%%s', %(expressions)s) + {self.seconds_added}) / 60)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        seconds = f"extract(epoch FROM %(expressions)s) + {self.seconds_added}"
        return self.as_sql(compiler, connection, template=f"floor(({seconds}) / 60)::int", **extra)


class MinuteUp(Minute):
    """The first minute that begins at or after an instant, in whole seconds."""

    seconds_added = 59
