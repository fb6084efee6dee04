"""Why a calendar could not be read, in the words that a colleague reads. None names the address."""

from enum import Enum


class Trouble(Enum):
    ADDRESS = "Dit is geen adres waarop een agenda kan staan."
    UNKNOWN_HOST = "De naam in het adres bestaat niet (meer)."
    NOT_PUBLIC = "Het adres wijst naar een computer die niet openbaar is."
    UNREACHABLE = "De andere kant nam niet op."
    CERTIFICATE = "De verbinding is niet veilig: het certificaat klopt niet."
    SLOW = "De andere kant antwoordde te langzaam."
    LARGE = "De agenda is te groot: meer dan 2 MB."
    REDIRECTS = "Het adres stuurt steeds door naar een ander adres."
    DENIED = "De andere kant vraagt om in te loggen. Gebruik het geheime adres."
    GONE = "Op dit adres staat geen agenda (meer)."
    REFUSED = "De andere kant gaf een storing door."
    COMPRESSED = "De agenda kwam ingepakt aan, en dat lezen we niet."
    NO_CALENDAR = "Op dit adres staat iets anders dan een agenda."
    UNREADABLE = "Er staat iets in de agenda dat we niet begrijpen."
    TOO_MUCH = "Er staan te veel afspraken of herhalingen in de agenda."
    TOO_LONG = "Het lezen duurde te lang."


class CalendarTrouble(Exception):
    def __init__(self, trouble: Trouble):
        super().__init__(trouble.name)
        self.trouble = trouble
