"""Tables as offices have them, in Chinese and in English: titles above in merged cells, headings with marks and
remarks, full-width digits, days as text, as dates and as bare numbers, spaces behind names, two of one name, a text
that is no day.
"""

import datetime
import html
import io
import zipfile


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _letters(column):
    return chr(65 + column)


def _sheet(rows, merged):
    """The XML of a sheet. A cell is a text, a number, or a date (written as a serial number with a format)."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            place = f"{_letters(column)}{number}"
            if value is None:
                continue
            if isinstance(value, datetime.date):
                cells.append(f'<c r="{place}" s="1"><v>{serial(value)}</v></c>')
            elif isinstance(value, (int, float)):
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
            else:
                cells.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{html.escape(value)}</t></is></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    return (f'<worksheet {MAIN}><sheetData>{"".join(lines)}</sheetData>'
            + (f'<mergeCells count="{len(merged)}">{merges}</mergeCells>' if merged else "") + "</worksheet>")


def serial(day):
    """The number that a spreadsheet keeps for a day."""
    return (day - datetime.date(1899, 12, 30)).days


def workbook(rows, merged=(), before=None):
    """A workbook of one sheet; `before`: rows of another one, a cover, that stands before it."""
    sheets = ([("Cover", _sheet(before, ()))] if before else []) + [("Sheet1", _sheet(rows, merged))]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbered = list(enumerate(sheets, 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
                               f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
                               f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
                               f'"{kind}.sheet.main+xml"/>'
                               + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>'
                                         for i, _ in numbered)
                               + f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
                       f'"{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{office}"><sheets>'
                           + "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, (name, _) in numbered)
                           + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
                                      + "".join(f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                                                for i, _ in numbered)
                                      + f'<Relationship Id="rId9" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                         f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                         f'<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{i}.xml": xml for i, (_, xml) in numbered},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, head + text)
    return made.getvalue()


SITES = {
    "zh": {"title": "驻村工作队驻点名册", "by": "填报单位：县乡村振兴办", "year": "2026年", "name": "上河村{}组", "wrong": "三人",
           "head": ["驻点名称", "所在地区", "类别", "层级", "最少人数", "目标人数", "备注"]},
    "en": {"title": "Roll of sites with resident teams", "by": "Filled in by: County Office", "year": "for 2026", "name": "Upper Weir {}",
           "wrong": "three", "head": ["Name *", "Area (township)", "KIND", " Tier", "Least team", "Target  team", "Remarks"]},
}
PEOPLE = {
    "zh": {"title": "派出人员花名册（2026年）", "name": "队员{:03}", "alike": "王小明", "wrong": "去年", "day": "%Y年%m月%d日", "languages": ("River", "Hill"),
           "head": ["姓名", "工号", "派出单位", "可任角色", "掌握语言", "参加工作时间"]},
    "en": {"title": "Staff to be sent, 2026", "name": "Person {:03}", "alike": "Ann Miller", "wrong": "last year", "day": "%d %B %Y",
           "languages": ("River (fluent, 2025-06-30)", "Hill (working, 2024-03-01); River (basic, 2024-03-01)"),
           "head": ["Name (full)", "STAFF NUMBER", "Sponsor *", "Roles", "Languages", "Hired on"]},
}


def _full_width(text):
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def sites(count=30, area="Weir Township", language="zh", before=None):
    """Sites of a county as its list has them."""
    words = SITES[language]
    rows = [[words["title"]], [words["by"], None, None, words["year"]], [], words["head"]]
    for i in range(count):
        name = words["name"].format(i + 1)
        # Spaces behind names, one that does not break among them; digits as a Chinese keyboard types them.
        rows.append([name + (" " if language == "zh" else "\u00a0") if i % 5 == 0 else name, area, "village",
                     ("high", "middle", "low")[i % 3], ("１" if language == "zh" else " 1 ") if i % 4 == 0 else 1, 3,
                     "x" if i == 2 else None])
    rows[8][5] = words["wrong"]  # no number
    return workbook(rows, merged=("A1:G1", "A2:C2"), before=before)


def people(count=80, sponsor="Weir Hospital", language="zh"):
    """Staff of a sponsor as it names them: two of one name, days as text, as dates, and as numbers without a format."""
    words = PEOPLE[language]
    rows = [[words["title"]], [], words["head"]]
    for i in range(count):
        day = datetime.date(2010 + i % 12, 1 + i % 12, 1 + i % 27)
        name = words["alike"] if i in (3, 7) else words["name"].format(i + 1)
        number = f"E{i + 1:03}"
        rows.append([name + (" " if i % 6 == 0 else ""), (_full_width(number) if language == "zh" else f" {number}") if i % 9 == 0 else number,
                     sponsor, "leader; member" if i % 3 == 0 else "member", words["languages"][i % 2],
                     (serial(day) if i % 4 == 1 else day) if i % 2 else day.strftime(words["day"])])
    rows[12][5] = words["wrong"]  # no day
    return workbook(rows, merged=("A1:F1",))
