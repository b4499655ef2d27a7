"""Extensions of a sheet that openpyxl drops and that can be carried over, because they name cells and nothing else.

No cell ever moves when a workbook is changed. An extension that refers to another part, such as a slicer, is not kept.
"""

import re
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

KEPT = frozenset({
    # Drop-down lists whose words stand in another sheet, conditional formats about one, sparklines, and ranges that may
    # be edited although the sheet is protected.
    "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}", "{78C0D931-6437-407D-A8EE-F0AAD7539E65}",
    "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}", "{FC87AEE6-9EDD-4A0A-B7FB-166176984837}",
})  # fmt: skip
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REVISION = "{http://schemas.microsoft.com/office/spreadsheetml/20"
"""How the namespaces of ids begin that Excel makes anew (`xr:uid`)."""
_LINKED = re.compile(rb"\b\w+:id=", re.IGNORECASE)


def kept_extensions(sheet: bytes) -> bytes:
    """Return the list of a sheet's extensions that are carried over, or nothing."""
    start = sheet.rfind(b"extLst")
    if start < 0:
        return b""
    root = fromstring(sheet)
    found = [
        entry
        for group in root
        if group.tag.endswith("}extLst")
        for entry in group
        if entry.get("uri", "").upper() in KEPT and not _LINKED.search(tostring(entry))
    ]
    if not found:
        return b""
    return b"".join((f'<extLst xmlns="{_MAIN}">'.encode(), *(tostring(_bare(entry)) for entry in found), b"</extLst>"))


def _bare(element: Element) -> Element:
    """Return an element without the ids that Excel makes anew."""
    for part in element.iter():
        for key in [key for key in part.attrib if key.startswith(_REVISION) and key.endswith("}uid")]:
            del part.attrib[key]
    element.tail = None
    return element
