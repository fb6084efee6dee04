"""What went wrong with a mail, for people: from the name that `outbox` keeps."""

IN_DUTCH = {
    "SMTPRecipientsRefused": "het adres werd geweigerd",
    "SMTPSenderRefused": "onze afzender werd geweigerd",
    "SMTPDataError": "de mailserver nam de mail niet aan",
    "SMTPAuthenticationError": "de mailserver laat ons niet inloggen",
    "SMTPConnectError": "de mailserver wees ons af",
    "SMTPHeloError": "de mailserver wees ons af",
    "SMTPNotSupportedError": "de mailserver kan niet wat nodig is",
    "SMTPServerDisconnected": "de verbinding met de mailserver viel weg",
    "ConnectionRefusedError": "de mailserver is niet bereikbaar",
    "ConnectionResetError": "de verbinding met de mailserver viel weg",
    "BrokenPipeError": "de verbinding met de mailserver viel weg",
    "TimeoutError": "de mailserver antwoordde niet op tijd",
    "gaierror": "de mailserver is niet te vinden",
    "SSLError": "de beveiligde verbinding lukte niet",
    "SSLCertVerificationError": "het certificaat van de mailserver klopt niet",
    "EnoughForToday": "genoeg mail naar dit adres vandaag",
    "OSError": "de mailserver is niet bereikbaar",
}


def in_dutch(error: str) -> str:
    """`SMTPRecipientsRefused 550` → `het adres werd geweigerd (550)`; empty stays empty."""
    name, _, code = error.partition(" ")
    if not name:
        return ""
    text = IN_DUTCH.get(name, "de mail kon niet worden gemaakt")
    return f"{text} ({code})" if code else text
