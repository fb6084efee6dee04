"""The public pages of contact. GET changes nothing; each POST redirects to its answer."""
