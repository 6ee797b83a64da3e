"""Tables as offices have them: titles above in merged cells, headings in Chinese, full-width digits, days
as text and as serial numbers, spaces behind names, two of one name, a text that is no day.
"""

import datetime
import html
import io
import zipfile


def _letters(column):
    return chr(65 + column)


def workbook(rows, merged=()):
    """A workbook of one sheet. A cell is a text, a number, or a date (written as a serial number)."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            place = f"{_letters(column)}{number}"
            if value is None:
                continue
            if isinstance(value, datetime.date):
                serial = (value - datetime.date(1899, 12, 30)).days
                cells.append(f'<c r="{place}" s="1"><v>{serial}</v></c>')
            elif isinstance(value, (int, float)):
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
            else:
                cells.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{html.escape(value)}</t></is></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = (f'<worksheet {main}><sheetData>{"".join(lines)}</sheetData>'
             + (f'<mergeCells count="{len(merged)}">{merges}</mergeCells>' if merged else "") + "</worksheet>")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
                               f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
                               f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
                               f'"{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
                               f'"{kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType='
                               f'"{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
                       f'"{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Sheet1" sheetId="1" '
                           f'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                                      f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship '
                                      f'Id="rId2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                         f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                         f'<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, head + text)
    return made.getvalue()


def sites(count=30, area="Weir Township"):
    """Sites of a county as its list has them."""
    rows = [["驻村工作队驻点名册"], ["填报单位：县乡村振兴办", None, None, "2026年"], [],
            ["驻点名称", "所在地区", "类别", "层级", "最少人数", "目标人数", "备注"]]
    for i in range(count):
        rows.append([f"上河村{i + 1}组 " if i % 5 == 0 else f"上河村{i + 1}组", area, "village",
                     ("high", "middle", "low")[i % 3], "１" if i % 4 == 0 else 1, 3, "x" if i == 2 else None])
    rows[8][5] = "三人"  # no number
    return workbook(rows, merged=("A1:G1", "A2:C2"))


def people(count=80, sponsor="Weir Hospital"):
    """Staff of a sponsor as it names them: two of one name, days as text and as serials."""
    rows = [["派出人员花名册（2026年）"], [],
            ["姓名", "工号", "派出单位", "可任角色", "掌握语言", "参加工作时间"]]
    for i in range(count):
        day = datetime.date(2010 + i % 12, 1 + i % 12, 1 + i % 27)
        name = "王小明" if i in (3, 7) else f"队员{i + 1:03}"
        rows.append([name + (" " if i % 6 == 0 else ""), f"Ｅ{i + 1:03}" if i % 9 == 0 else f"E{i + 1:03}", sponsor,
                     "leader; member" if i % 3 == 0 else "member", "Hill" if i % 2 else "River",
                     day if i % 2 else day.strftime("%Y年%m月%d日")])
    rows[12][5] = "去年"  # no day
    return workbook(rows, merged=("A1:F1",))
