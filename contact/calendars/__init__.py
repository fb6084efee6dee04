"""Read the calendar that a colleague keeps elsewhere: fetch it, and say when they are busy.

A file from elsewhere can be anything, so it is read in a process of its own (`python -m
contact.calendars`), which knows no Django, no database and no secret, and is ended when it takes
too long. Only times come out: what an appointment is called, or with whom, is never looked at.
"""

SECONDS = 15  # after which whoever reads a calendar is stopped, whatever it is doing
