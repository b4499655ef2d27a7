"""Losses that share a name, and what an editor calls them (see `losses`)."""

from fiche_builder.common.i18n import _

CODE_OF_PART = {
    "drawing": "drawing", "image": "drawing", "chart": "drawing", "chartsheet": "chartsheet", "vbaProject": "macros",
    "pivotTable": "pivot", "pivotCacheDefinition": "pivot", "slicer": "slicer", "slicerCache": "slicer",
    "timeline": "slicer",
    "timelineCache": "slicer", "vmlDrawing": "controls", "ctrlProp": "controls", "control": "controls",
    "oleObject": "embedded",
    "package": "embedded", "threadedComment": "threads", "connections": "query", "queryTable": "query",
    "sheetMetadata": "data-types",
    "rdRichValue": "data-types", "rdRichValueStructure": "data-types", "rdRichValueTypes": "data-types",
    "richValueRel": "data-types",
    "customXml": "custom-xml", "xmlMaps": "custom-xml", "classificationlabels": "label", "origin": "signature",
    "revisionHeaders": "shared", "usernames": "shared",
}  # fmt: skip
CODE_OF_EXTENSION = {
    "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}": "drop-down", "{78C0D931-6437-407D-A8EE-F0AAD7539E65}": "formatting",
    "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}": "formatting", "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}": "sparklines",
    "{A8765BA9-456A-4DAB-B4F3-ACF838C121DE}": "slicer", "{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}": "slicer",
    "{7E03D99C-DC04-49D9-9315-930204A7B6E9}": "slicer", "{FC87AEE6-9EDD-4A0A-B7FB-166176984837}": "protected-ranges",
}  # fmt: skip
CODE_OF_PLACE = {
    "worksheet/customSheetViews": "views", "workbook/customWorkbookViews": "views", "worksheet/picture": "drawing",
    "worksheet/legacyDrawingHF": "drawing", "worksheet/headerFooter": "header", "worksheet/oleObjects": "embedded",
    "worksheet/controls": "controls", "worksheet/protectedRanges": "protected-ranges",
    "workbook/fileSharing": "protection",
    "worksheet/sheetProtection": "protection", "workbook/workbookProtection": "protection",
    "worksheet/sheetData/c": "data-types",
    "worksheet/dataValidations": "drop-down", "worksheet/conditionalFormatting": "formatting",
    "workbook/definedNames": "names",
}  # fmt: skip


def words_of_losses() -> dict[str, str]:
    """Return what an editor calls each kind of loss."""
    return {
        "chartsheet": _("a sheet that is a chart"),
        "controls": _("buttons, tick boxes or other form controls"),
        "custom-xml": _("attached XML data (as SharePoint adds them)"),
        "data-types": _("formulas or data types of the newest Excel (dynamic arrays, linked data, pictures in cells)"),
        "drawing": _("a picture, a shape or a chart"),
        "drop-down": _(
            "drop-down lists or input rules that cannot be kept (as those that take their words from another sheet)"
        ),
        "embedded": _("an embedded document"),
        "formatting": _("conditional formats that cannot be kept (icons, bars, rules about another sheet)"),
        "header": _("a page header or footer that cannot be kept as it is"),
        "label": _("a sensitivity label"),
        "macros": _("macros"),
        "names": _("named ranges that cannot be kept"),
        "pivot": _("a pivot table"),
        "protected-ranges": _("ranges that may be edited although the sheet is protected"),
        "protection": _("a protection against changes"),
        "query": _("a connection to other data"),
        "shared": _("tracked changes (a shared workbook)"),
        "signature": _("a digital signature"),
        "slicer": _("slicers or timelines"),
        "sparklines": _("sparklines"),
        "threads": _("conversations (threaded comments)"),
        "views": _("custom views"),
    }
