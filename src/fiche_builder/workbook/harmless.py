"""What a workbook may lose when it is saved again, and why nobody would miss it (see `losses`)."""

import re

KEPT_PARTS = frozenset({
    "officeDocument", "worksheet", "styles", "theme", "sharedStrings", "table", "hyperlink", "externalLink",
    "externalLinkPath",
    "externalLinkLongPath", "core-properties", "extended-properties", "custom-properties",
    # Comments keep their text and author. The size and colours of their boxes become Excel's usual ones again.
    "comments",
    # Excel makes these anew: the order of calculation, the preview picture, and the settings of the last printer's
    # driver. (The page setup itself is in the sheet, and stays.)
    "calcChain", "thumbnail", "printerSettings",
    # The people who took part in conversations. The conversations themselves are another part.
    "person",
})  # fmt: skip
HARMLESS_EXTENSIONS = frozenset({
    # Settings of the whole workbook: how charts and calculation behave, the Mac's page layout, the default look of
    # slicers that do not exist.
    "{7523E5D3-25F3-A5E0-1632-64F254C22452}", "{140A7094-0E35-4892-8432-C4D2E57EDEB5}",
    "{79F54976-1DA5-4618-B147-4CDE4B953A38}",
    "{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}", "{64002731-A6B0-56B0-2670-7721B7C09600}",
    "{EB79DEF2-80B8-43E5-95BD-54CBDDF9020C}",
    "{9260A510-F301-46A8-8635-F512D64BE5F5}", "{7626C862-2A13-11E5-B345-FEFF819CDC9F}",
    "HTTP://SCHEMAS.MICROSOFT.COM/OFFICE/MAC/EXCEL/2008/MAIN", "{46F421CA-312F-682F-3DD2-61675219B42D}",
})  # fmt: skip
_HARMLESS_FACTS = (
    # What the last program to save says about itself, where the file was, and who has it open.
    r"workbook/(fileVersion|AlternateContent|revisionPtr|fileRecoveryPr|workbookPr)\b.*",
    # Sheets are numbered anew: the numbers have gaps once a sheet was deleted, and nothing that is kept refers to them.
    "workbook/sheets/sheet@sheetId=.*",
    # Styles are written anew and renumbered: the same formats under other indexes, and styles that no cell uses.
    r"styleSheet/(cellXfs|cellStyleXfs|cellStyles|numFmts|colors/mruColors)\b.*",
    "styleSheet/(fonts|fills|borders|dxfs)",
    "styleSheet/fonts@knownFonts=.*", ".*@count=.*", "worksheet/dimension.*", r".*@(\w*DxfId|dxfId|xfId)=.*",
    "table@id=.*",
    "worksheet/(drawing|legacyDrawing)", "(worksheet|workbook|styleSheet)/extLst", "worksheet/sheetData", "Properties",
    # These mean the same as when they are absent.
    ".*patternFill@patternType=none", ".*dataValidation@type=none", ".*pageSetup@cellComments=none",
    "worksheet/headerFooter(/(odd|even|first)(Header|Footer))?", "worksheet/headerFooter@alignWithMargins=1",
    # Results that are calculated again on opening in any case, Japanese reading aids, the last sort, and green corners
    # that were clicked away.
    r"worksheet/(sheetCalcPr|phoneticPr|sortState|ignoredErrors)\b.*",
)  # fmt: skip
HARMLESS = re.compile("|".join(_HARMLESS_FACTS))
"""Facts as `losses` writes them: the path of an element, `@` an attribute, `=` a value."""
