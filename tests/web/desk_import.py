#!/usr/bin/python3
"""Tables of an office, taken in on the desk: desk_import.py PROGRAM [FOLDER FOR PICTURES]

A messy workbook of sites and one of people, uploaded; columns matched; what is wrong found and mended by the
keyboard; the good rows taken in, then the rest; the same table again changes nothing. Rows pasted from a
spreadsheet. A file that is none. A session that ends in between. In Chinese and in English.
"""

import pathlib
import sys
import tempfile
import time

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
    visitor.find("input[type=file]").send_keys(str(file))


def counts(visitor):
    found = visitor.all(".import-bar .counts")
    return found[0].text.split("\n") if found else []


def keys(visitor, *what):
    visitor.driver.switch_to.active_element.send_keys(*what)


def sites(visitor, server, folder, pictures):
    area = next(each["name"] for each in server.get("officer", "/api/areas?limit=200")["items"] if each["kind"] == "township")
    visitor.prefer("zh", "light")
    visitor.go("/import/site")
    upload(visitor, folder, "驻点.xlsx", office.sites(30, area))
    visitor.until("the effect", lambda: any("29行新增" in each for each in counts(visitor)))
    assert any("1行未接受" in each for each in counts(visitor)), counts(visitor)
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
    upload(visitor, folder, "letters.csv", "dear,all\nhow,are\n".encode())
    visitor.until("what it wants", lambda: "Head the columns with some of" in visitor.text())


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    start = time.time()
    with Example(program) as server, Visitor(server.place, (1440, 900)) as visitor, tempfile.TemporaryDirectory() as folder:
        visitor.come_as(server.session_of("officer"))
        sites(visitor, server, folder, pictures)
        people(visitor, server, folder, pictures)
        which_of_two(visitor, server)
        pasted(visitor, pictures)
        wrong_file(visitor, folder)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print(f"The tables were taken in, in {time.time() - start:.0f} s.")


main()
