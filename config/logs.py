"""Keep what people ask and type out of the logs."""

import logging
import re

LINK = re.compile(r"(/(?:afspraak|agenda|voorbeeld)/)[^/\s]+")


def without_secrets(text: str) -> str:
    """A path without its query, and without the token of a lasting link or a feed."""
    return LINK.sub(r"\1…", text.split("?", 1)[0])


class WithoutPersonalData(logging.Filter):
    """Pass every record, stripped of what may hold personal data.

    Django logs a failing request with its path in the arguments and the request, with all that
    was posted, as `record.request`; an exception's text may quote a value from a row. So the
    path loses what follows "?" and the token of a lasting link; the traceback keeps its frames
    and the exception's type.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(arg) if isinstance(arg, str) else arg for arg in record.args
            )
        if record.exc_info and record.exc_info[0]:
            frames = []
            traceback = record.exc_info[2]
            while traceback:
                code = traceback.tb_frame.f_code
                frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
                traceback = traceback.tb_next
            record.exc_text = "\n".join([*frames, record.exc_info[0].__name__])
            record.exc_info = None
        return True
