"""What the editor may do. The rules that count stand in blog.html; this keeps them in reach.

Plain data, read by the settings before any app is loaded. Never `fullPage`, never
`allowedContent: True`: either switches off the editor's own filter (CVE-2024-24815).
"""

FORBIDDEN_PLUGINS = (
    "image", "iframe", "iframedialog", "flash", "forms", "smiley", "scayt", "wsc", "about", "save",
    "newpage", "preview", "print", "templates", "exportpdf", "codesnippet", "codesnippetgeshi",
    "font", "colorbutton", "colordialog", "div", "bidi", "justify", "language", "pagebreak",
    "stylescombo", "liststyle", "dialogadvtab", "copyformatting", "showblocks",
)  # fmt: skip

CONFIG = {
    "toolbar": [
        ["Format"],
        ["Bold", "Italic", "Subscript", "Superscript"],
        ["BulletedList", "NumberedList", "Outdent", "Indent", "Blockquote"],
        ["Link", "Unlink"],
        ["Image", "Table", "HorizontalRule", "SpecialChar"],
        ["RemoveFormat", "PasteText", "Undo", "Redo", "Find"],
        ["Source", "Maximize"],
    ],
    "format_tags": "p;h2;h3;h4",
    "extraPlugins": "image2",
    "removePlugins": ",".join(FORBIDDEN_PLUGINS),
    "disallowedContent": "*[on*]; script style iframe object embed form; *{*}; *[id]",
    # On the list of blog.html, and no button makes them: they are not to go when a text is edited.
    "extraAllowedContent": "cite; ol[start]; figure; figcaption",
    "removeDialogTabs": "link:advanced;image2:advanced",
    "image2_altRequired": True,
    "image2_disableResizer": False,
    "linkShowTargetTab": False,
    "entities": False,
    # Whatever it comes from: static/desk/paste.js makes of it what an article may hold.
    "forcePasteAsPlainText": False,
    "filebrowserUploadMethod": "xhr",
    "contentsCss": ["/static/css/tokens.css", "/static/desk/editor-content.css"],
    "clipboard_handleImages": False,  # uploadimage takes pasted pictures, and sends them here:
    "uploadUrl": "/admin/pictures/upload/",
    "versionCheck": False,
    "disableNativeSpellChecker": False,
    "width": "100%",
    "height": 480,
}

# For texts of a few sentences.
SHORT_CONFIG = CONFIG | {"toolbar": [["Bold", "Link", "Unlink", "Undo", "Redo"]], "height": 160}
