"""Our templates without the indentation that only those who write them need.

It is taken away when a template is loaded, once in each process: what a page then costs is less to
send and nothing to make. Values are put in afterwards, so no text of anybody's is touched.
"""

import re

from django.template.loaders import filesystem

LINE_BREAK = re.compile(r"\s*\n\s*")


class Loader(filesystem.Loader):
    def get_contents(self, origin):
        contents = super().get_contents(origin)
        if not origin.template_name.endswith(".html"):
            return contents  # white space is layout there
        # Nor the last break of the file: a full stop may follow where it is included.
        return LINE_BREAK.sub("\n", contents).removesuffix("\n")
