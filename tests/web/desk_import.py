#!/usr/bin/python3
"""Tables of an office, taken in on the desk: desk_import.py PROGRAM [FOLDER FOR PICTURES]

A messy workbook of sites and one of people, uploaded; columns matched; what is wrong found and mended by the
keyboard; the good rows taken in, then the rest; the same table again changes nothing. Another sheet, another row of
headings. A mended workbook comes back as the workbook that it was. Rows added, taken out, pasted as a block. Rows
pasted from a spreadsheet. A file that is none. A session that ends in between. In Chinese and in English.
"""

import io
import pathlib
import re
import sys
import tempfile
import time
import zipfile

import office
from browser import Example, Visitor
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


def picture(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"{name}.png")


def upload(visitor, folder, name, content):
    file = pathlib.Path(folder) / name
    file.write_bytes(content)
    visitor.until("the place for a file", lambda: visitor.all("input[type=file]"))
    visitor.find("input[type=file]").send_keys(str(file))


def sheets(visitor):
    """The choice of sheets, once nothing is under way."""
    visitor.until("the sheets", lambda: visitor.find("main select").is_enabled())
    return visitor.find("main select")


def counts(visitor):
    found = visitor.all(".import-bar .counts")
    return found[0].text.split("\n") if found else []


def paste(visitor, text):
    """Into whatever has the focus."""
    visitor.driver.execute_script(
        "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);"
        "document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));",
        text)


def keys(visitor, *what):
    visitor.driver.switch_to.active_element.send_keys(*what)


def sites(visitor, server, folder, pictures):
    area = next(each["name"] for each in server.get("officer", "/api/areas?limit=200")["items"] if each["kind"] == "township")
    visitor.prefer("zh", "light")
    visitor.go("/import/site")
    upload(visitor, folder, "驻点.xlsx", office.sites(30, area))
    visitor.until("the effect", lambda: any("29行新增" in each for each in counts(visitor)))
    assert any("1行有误" in each for each in counts(visitor)), counts(visitor)
    # A column that is none is named and left out; those that a new record needs are all there.
    assert "备注" in visitor.find(".columns").text
    faults = visitor.accessibility()
    assert not faults, faults
    # To the cell that is wrong, by one key; what it wants is told; mended by typing.
    visitor.button("下一个问题").click()
    visitor.until("the cell", lambda: "三人" in visitor.find(".sheet-cell.here").text)
    assert visitor.all(".sheet-aside .fault"), "what is wrong is told beside the grid"
    picture(visitor, pictures, "import-problem")
    keys(visitor, "4", Keys.ESCAPE)
    visitor.until("put back", lambda: "三人" in visitor.find(".sheet-cell.here").text)
    keys(visitor, "3", Keys.ENTER)
    visitor.until("all good", lambda: any("30行新增" in each for each in counts(visitor)))
    visitor.button("导入全部30行").click()
    visitor.shows("已导入30行")
    # The same table again: nothing changes.
    visitor.go("/import/site")
    upload(visitor, folder, "驻点.xlsx", office.sites(30, area))
    visitor.until("the same", lambda: any("29行相同" in each for each in counts(visitor)))


def people(visitor, server, folder, pictures):
    sponsor = server.get("officer", "/api/sponsors?limit=1")["items"][0]["name"]
    visitor.prefer("en", "dark")
    visitor.go("/import/staff")
    upload(visitor, folder, "people.xlsx", office.people(80, sponsor))
    visitor.until("the effect", lambda: any("refused" in each and not each.endswith(" 0 refused") for each in counts(visitor)))
    new = next(each for each in counts(visitor) if "new" in each)
    # Good rows now; what is left stays in the grid, also when the session ends in between.
    visitor.button("Take in the good rows now").click()
    visitor.shows("rows were taken in")
    visitor.until("the rest", lambda: any("0 new" in each for each in counts(visitor)))
    visitor.driver.delete_all_cookies()
    visitor.driver.get(visitor.driver.current_url)
    visitor.shows("Sign in to see this page")
    visitor.come_as(server.session_of("officer"))
    visitor.go("/import/staff")
    visitor.until("the grid, still there", lambda: "1 refused" in " ".join(counts(visitor)))
    picture(visitor, pictures, "import-left")
    visitor.button("Next problem").click()
    visitor.until("the cell", lambda: "去年" in visitor.find(".sheet-cell.here").text)
    keys(visitor, Keys.DELETE)
    visitor.until("mended", lambda: "0 refused" in " ".join(counts(visitor)))
    visitor.button("Undo").click()
    visitor.until("undone", lambda: "1 refused" in " ".join(counts(visitor)))
    return new


def choices(visitor, server, folder, pictures):
    """A cover before the table, and a legend that looks like its headings; rows added, taken out and pasted."""
    area = next(each["name"] for each in server.get("officer", "/api/areas?limit=200")["items"] if each["kind"] == "township")
    visitor.prefer("en", "light")
    visitor.go("/import/site")
    if visitor.all(".import-bar"):
        visitor.button("Another table").click()
    rows = [["Name", "Kind", "Tier", "Area", "Target team"], ["what it is called", "a village", "how urgent", "where", "how many"], [],
            ["Site name", "Area", "Kind", "Tier", "Team"],
            ["Choice 1", area, "village", "high", 2], ["Choice 2", area, "village", "low", 2]]
    upload(visitor, folder, "choices.xlsx", office.workbook(rows, before=[["Notes of the office", "for 2026"]]))
    # What was found and what is wanted; then the other sheet.
    visitor.until("what it wants", lambda: "Row 1 has: Notes of the office, for 2026. Head the columns with some of" in visitor.text())
    sheets(visitor).send_keys("Sheet1")
    visitor.until("the other sheet", lambda: any(each.text == "Choice 1" for each in visitor.all(".sheet-cell")))
    visitor.until("the legend taken for headings", lambda: any("refused" in each and not each.endswith(" 0 refused") for each in counts(visitor)))
    # The headings stand in row 4: arrows there, and the button beside the grid.
    visitor.until("the row", lambda: any(each.text == "Site name" for each in visitor.all(".sheet-cell")))
    next(each for each in visitor.all(".sheet-cell") if each.text == "Site name").click()
    visitor.button("The headings stand in this row").click()
    visitor.until("its headings", lambda: "Site name" in visitor.find(".columns").text)
    for place, choice in (("Site name", "Name"), ("Team", "Target team")):
        visitor.until("the columns", lambda: visitor.all(".columns select"))
        label = next(each for each in visitor.all(".columns label") if each.text.startswith(place))
        label.find_element("css selector", "select").send_keys(choice.split()[0])
        visitor.until(choice, lambda: any(each.text.startswith(choice) for each in visitor.all(".columns label")))
    visitor.until("both", lambda: "2 new" in " ".join(counts(visitor)))
    picture(visitor, pictures, "import-headings")
    # A row more by Insert, one by a block, one taken out by Ctrl-Delete.
    next(each for each in visitor.all(".sheet-cell") if each.text == "Choice 2").click()
    visitor.until("the cell", lambda: visitor.all(".sheet-cell.here input"))
    keys(visitor, Keys.INSERT)
    visitor.until("the new row", lambda: visitor.find(".sheet-cell.here input").get_attribute("aria-label") == "A7")
    paste(visitor, f"Choice 3\t{area}\tvillage\thigh\t2\r\nChoice 4\t{area}\tvillage\tlow\t3\r\n")
    visitor.until("four", lambda: "4 new" in " ".join(counts(visitor)))
    keys(visitor, Keys.CONTROL + Keys.DELETE)
    visitor.until("three", lambda: "3 new" in " ".join(counts(visitor)))
    assert not any(each.text == "Choice 3" for each in visitor.all(".sheet-cell"))
    # It comes back as the workbook that it was, with what was changed and what each row does.
    name, content = visitor.kept(lambda: visitor.button("Download with the problems").click())
    assert name == "choices.xlsx", name
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "Notes of the office" in archive.read("xl/worksheets/sheet1.xml").decode()
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "Problem" in sheet and "Choice 4" in sheet and "Choice 3" not in sheet and "Target team" in sheet, sheet
    visitor.driver.get(visitor.driver.current_url)
    visitor.until("three, also when the page is loaded anew", lambda: "3 new" in " ".join(counts(visitor)))
    # To the cover and back: what was changed is still there.
    sheets(visitor).send_keys("Cover")
    visitor.until("the cover", lambda: any(each.text == "Notes of the office" for each in visitor.all(".sheet-cell")))
    sheets(visitor).send_keys("Sheet1")
    visitor.until("three, after another sheet was looked at", lambda: "3 new" in " ".join(counts(visitor)))
    visitor.button("Take in all 3 rows").click()
    visitor.shows("3 rows were taken in")
    # A sheet that is too large to be mended here, chosen and undone.
    visitor.go("/import/site")
    rows = [["Name", "Kind", "Tier", "Area", "Target team"], ["Choice 5", "village", "high", area, 2]]
    upload(visitor, folder, "large.xlsx", office.workbook(rows, before=[[f"Column {number}" for number in range(201)]] * 2))
    visitor.shows("too many to mend here")
    sheets(visitor).send_keys("Sheet1")
    visitor.until("its row", lambda: "1 new" in " ".join(counts(visitor)))
    sheets(visitor).send_keys("Cover")
    visitor.shows("too many to mend here")
    visitor.button("Undo").click()
    visitor.until("its row again", lambda: "1 new" in " ".join(counts(visitor)) and any(each.text == "Choice 5" for each in visitor.all(".sheet-cell")))
    visitor.button("Another table").click()


def bare_days(visitor, server, folder):
    """Days as numbers without a format are days in a workbook, whether or not another cell was mended; a mended one comes
    back with its formats."""
    sponsor = server.get("officer", "/api/sponsors?limit=1")["items"][0]["name"]
    visitor.prefer("zh", "light")
    visitor.go("/import/staff")
    if visitor.all(".import-bar"):  # what was left of the table before
        visitor.button("换一个表格").click()
    upload(visitor, folder, "名册.xlsx", office.people(12, sponsor, "zh"))
    visitor.until("the effect", lambda: "1行有误" in " ".join(counts(visitor)))
    visitor.button("下一个问题").click()
    visitor.until("the cell", lambda: "去年" in visitor.find(".sheet-cell.here").text)
    keys(visitor, "2019-09-01", Keys.ENTER)
    visitor.until("mended, and the bare days with it", lambda: "0行有误" in " ".join(counts(visitor)))
    name, content = visitor.kept(lambda: visitor.button("下载并标出问题").click())
    assert name == "名册.xlsx", name
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="F\d+" s="1"><v>\d+</v></c>', sheet) and "2019-09-01" in sheet and "问题" in sheet, sheet
    visitor.button("换一个表格").click()


def which_of_two(visitor, server):
    """A name that two people have is asked about; one click names one of them by the id."""
    sponsor = server.get("officer", "/api/sponsors?limit=1")["items"][0]
    for code in ("T1", "T2"):
        server.post("officer", "/api/staff", {"name": "Two Alike", "code": code, "sponsor": sponsor["id"], "roles": ["member"]})
    site = server.get("officer", "/api/sites?limit=1")["items"][0]["name"]
    before = len(server.get("officer", "/api/staff?search=Two%20Alike")["items"])
    visitor.prefer("en", "light")
    visitor.go("/import/wish")
    visitor.driver.execute_script(
        "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);"
        "document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));",
        f"Name\tSponsor\tSite\tWish\nTwo Alike\t{sponsor['name']}\t{site}\tfirst\n")
    visitor.until("the question", lambda: "1 refused" in " ".join(counts(visitor)))
    visitor.button("Next problem").click()
    visitor.until("the two", lambda: len(visitor.all(".sheet-aside .fault button")) == 2)
    visitor.all(".sheet-aside .fault button")[0].click()
    visitor.until("one of them", lambda: "1 new" in " ".join(counts(visitor)))
    assert len(server.get("officer", "/api/staff?search=Two%20Alike")["items"]) == before
    visitor.button("Another table").click()


def pasted(visitor, pictures):
    visitor.prefer("en", "light")
    visitor.go("/import/calendar")
    area = visitor.find("textarea")
    visitor.driver.execute_script(
        "const data = new DataTransfer(); data.setData('text/plain', arguments[1]);"
        "arguments[0].dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));",
        area, "日期\t类别\t名称\n2027-10-01\tholiday\tRest\n2027-10-02\tfeast\tRest\n")
    visitor.until("the effect", lambda: "1 refused" in " ".join(counts(visitor)))
    # What would be accepted is one click.
    visitor.button("Next problem").click()
    visitor.until("choices", lambda: visitor.all(".sheet-aside .fault button"))
    visitor.button("holiday").click()
    visitor.until("mended", lambda: "2 new" in " ".join(counts(visitor)))
    picture(visitor, pictures, "import-pasted")
    visitor.button("Take in all 2 rows").click()
    visitor.shows("2 rows were taken in")


def wrong_file(visitor, folder):
    visitor.go("/import/site")
    if visitor.all(".import-bar"):
        visitor.button("Another table").click()
    upload(visitor, folder, "picture.xlsx", b"PK\x03\x04 this is no workbook")
    visitor.until("what it is", lambda: visitor.all(".problem"))
    upload(visitor, folder, "plan.xlsx", b"%PDF-1.7 a plan")
    visitor.until("what it is called", lambda: "This file is a PDF." in visitor.text())
    upload(visitor, folder, "letters.csv", "dear,all\nhow,are\n".encode())
    visitor.until("what it wants", lambda: "Row 1 has: dear, all. Head the columns with some of" in visitor.text())


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    start = time.time()
    with Example(program) as server, Visitor(server.place, (1440, 900)) as visitor, tempfile.TemporaryDirectory() as folder:
        visitor.come_as(server.session_of("officer"))
        sites(visitor, server, folder, pictures)
        people(visitor, server, folder, pictures)
        choices(visitor, server, folder, pictures)
        bare_days(visitor, server, folder)
        which_of_two(visitor, server)
        pasted(visitor, pictures)
        wrong_file(visitor, folder)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print(f"The tables were taken in, in {time.time() - start:.0f} s.")


main()
