#!/usr/bin/python3
"""A round of selection in the desk: desk_rounds.py PROGRAM [FOLDER FOR PICTURES]

An officer opens a round and asks two sponsors; one replies on paper, while somebody else changed what it is
asked for. The manager of the other downloads its workbook, fills it in, is told which row cannot be, and
sends it back. The shortlist is published, an objection is entered and decided. Then long lists and site
cards go to paper whole. In English and in Chinese.
"""

import base64
import pathlib
import re
import sys
import tempfile
import time
import zipfile

from browser import Example, Visitor
from selenium.webdriver.common.keys import Keys


def picture(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"{name}.png")


def change(visitor, words):
    """Opens a dialog of the page."""
    visitor.until(words, lambda: [each for each in visitor.all("main button") if each.text == words])
    next(each for each in visitor.all("main button") if each.text == words).click()
    visitor.until(f"the dialog {words}", lambda: visitor.all("dialog[open] form"))


def send(visitor, words):
    button = visitor.find("dialog[open] form button[type=submit]")
    assert button.text == words, button.text
    button.click()


def sent(visitor, words):
    send(visitor, words)
    visitor.until("the dialog, closed", lambda: not visitor.all("dialog[open]"))


def choose(visitor, name, words, found):
    visitor.field(name, words)
    visitor.until(f"{found} to choose", lambda: any(
        each.text.startswith(found) for each in visitor.all(".picker-list [role=option]")))
    visitor.find(f"[name={name}]").send_keys(Keys.ENTER)


def days(visitor, **values):
    """Into the browser's own fields for days, whose keys differ by its language."""
    visitor.driver.execute_script(
        "for (const [name, value] of Object.entries(arguments[0])) {"
        " const field = document.querySelector(`dialog [name=${name}]`);"
        " Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, value);"
        " field.dispatchEvent(new Event('input', {bubbles: true})); }", values)


def downloaded(folder, press):
    """The file that appears in the folder once `press` has been called."""
    before = set(folder.iterdir())
    press()
    for _ in range(200):
        new = [each for each in set(folder.iterdir()) - before if each.suffix == ".xlsx"]
        if new:
            return new[0]
        time.sleep(0.1)
    raise AssertionError(f"nothing was downloaded into {folder}")


def filled(file, say):
    """A copy of the sponsor's workbook with yes in two columns; `say(cells)` picks the rows by their texts."""
    copy = file.with_name("returned.xlsx")
    chosen = []

    def row(match):
        number, cells = match.group(1), match.group(2)
        texts = dict(re.findall(r'<c r="([A-Z])\d+"[^>]*t="(?:inlineStr|str)"[^>]*>.*?<t[^>]*>(.*?)</t>.*?</c>', cells))
        if not texts.get("A", "").startswith("staff_") or not say(texts):
            return match.group(0)
        chosen.append(texts["C"])
        cells = re.sub(r'<c r="[KL]\d+"[^>]*?(/>|>.*?</c>)', "", cells)
        yes = "".join(f'<c r="{column}{number}" t="inlineStr"><is><t>是</t></is></c>' for column in "KL")
        return match.group(0).replace(match.group(2), cells + yes)

    with zipfile.ZipFile(file) as given, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as made:
        for each in given.namelist():
            content = given.read(each)
            if each.startswith("xl/worksheets/sheet"):
                content = re.sub(r'<row r="(\d+)"[^>]*>(.*?)</row>', row, content.decode(), flags=re.S).encode()
            made.writestr(each, content)
    return copy, chosen


def open_and_ask(visitor, server, sponsor, other, pictures):
    like = server.get("officer", "/api/rounds?limit=1")["items"][0]
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("officer"))
    visitor.go("/rounds")
    change(visitor, "Open a round")
    send(visitor, "Open a round")
    visitor.until("what is missing", lambda: len(visitor.all("dialog .fault")) >= 4)
    visitor.field("name", "Spring round")
    choose(visitor, "area", like["area_name"], like["area_name"])
    visitor.field("notice", "Notice 12")
    visitor.field("posts", "2")
    days(visitor, opens_on=like["opens_on"], deadline=like["deadline"], starts_on=like["starts_on"])
    send(visitor, "Open a round")
    visitor.until("the round", lambda: visitor.find("h1").text == "Spring round")
    visitor.shows("No sponsor is asked yet")
    for name, places in ((sponsor, "2"), (other, "1")):
        change(visitor, "Ask a sponsor")
        choose(visitor, "sponsor", name, name)
        visitor.field("places", places)
        sent(visitor, "Ask a sponsor")
    visitor.until("two that have not replied", lambda: visitor.find("main").text.count("no reply yet") == 2)
    # The same sponsor once more is refused in the server's words, at the field.
    change(visitor, "Ask a sponsor")
    choose(visitor, "sponsor", other, other)
    visitor.field("places", "3")
    send(visitor, "Ask a sponsor")
    visitor.until("the fault", lambda: "asked in this round already" in visitor.find("dialog[open]").text)
    visitor.find("dialog[open] .away").click()
    visitor.until("the dialog, closed", lambda: not visitor.all("dialog[open]"))
    picture(visitor, pictures, "rounds-asked")
    return visitor.driver.current_url.replace(server.place, "")


def paper_reply(visitor, server, folder, other, address, pictures):
    """The office downloads the workbook to post it; the reply comes by letter while the places change."""
    visitor.go(address)
    button = visitor.find(f"[aria-label='Download the workbook of {other}']")
    file = downloaded(folder, button.click)
    assert file.name == f"{other} Spring round.xlsx", file.name
    visitor.button(other).click()
    visitor.until("the sponsor's page", lambda: visitor.find("h1").text == other)
    place = visitor.driver.current_url.rsplit("/", 1)[1]
    change(visitor, "Enter the reply")
    visitor.field("nominees", "1")
    visitor.field("source", "Letter 7")
    server.post("officer2", f"/api/round-places/{place}/reply", {"nominees": 0, "source": "telephone", "version": 1})
    send(visitor, "Enter the reply")
    visitor.shows("Two versions")
    rows = [each.text for each in visitor.all(".conflict tr")]
    assert "How many it names 1 0" in rows and "Letter Letter 7 telephone" in rows, rows
    assert not visitor.accessibility(), visitor.accessibility()
    picture(visitor, pictures, "rounds-two-versions")
    visitor.button("Keep what I typed").click()
    sent(visitor, "Enter the reply")
    visitor.shows("names 1 person")
    # It turns out that nobody goes.
    change(visitor, "Reply: we name nobody")
    sent(visitor, "Reply: we name nobody")
    visitor.shows("names nobody")
    visitor.button("History").click()
    visitor.until("who replied", lambda: visitor.find("main").text.count("entered the reply") == 3)
    assert "Otto Example" in visitor.find("main").text


def workbook(visitor, server, folder, sponsor, pictures):
    """The sponsor's manager, in Chinese: from the first page to a merged workbook."""
    visitor.prefer("zh", "light")
    visitor.come_as(server.session_of("sponsor"))
    visitor.go("/")
    visitor.button(f"{sponsor}，Spring round").click()
    visitor.until("the sponsor's page", lambda: visitor.find("h1").text == sponsor)
    assert not any("修改名额" in each.text for each in visitor.all("main button")), "a sponsor does not ask itself"
    file = downloaded(folder, visitor.button("下载工作簿").click)
    barred = []

    def one_each(cells):
        """The first that may be named, and the first that a rule keeps out."""
        out = bool(cells.get("J"))
        if barred.count(out):
            return False
        barred.append(out)
        return True

    returned, names = filled(file, one_each)
    assert len(names) == 2, names
    visitor.find("main input[type=file]").send_keys(str(returned))
    visitor.shows("有1行不能合并")
    bad = names[barred.index(True)]
    good = names[barred.index(False)]
    line = next(each.text for each in visitor.all("[aria-label=逐行结果] tr") if bad in each.text)
    assert "有误" in line and "✖" in line, line
    assert not any(each.text == "合并工作簿" for each in visitor.all("main button"))
    assert not visitor.accessibility(), visitor.accessibility()
    picture(visitor, pictures, "rounds-refused")
    returned, names = filled(file, lambda cells: cells["C"] == good)
    visitor.find("main input[type=file]").send_keys(str(returned))
    visitor.shows("已检查，尚未写入")
    assert "1行更改" in visitor.text() and "0行有误" in visitor.text(), visitor.text()
    assert "尚未推荐人选" in visitor.text(), "only checked"
    next(each for each in visitor.all(".head button") if each.text == "合并工作簿").click()
    visitor.shows("已合并，该单位已回复")
    visitor.until("who is named", lambda: "● 愿意" in visitor.find("[aria-label=推荐人选] table").text)
    assert good in visitor.find("[aria-label=推荐人选] table").text
    picture(visitor, pictures, "rounds-merged")
    visitor.go("/rounds")
    visitor.until("the reply in the list", lambda: any(
        "Spring round" in each.text and "推荐1人" in each.text for each in visitor.all("main tr")))
    return good


def nominee(visitor, person, pictures):
    """A document speaks for them, and does no more."""
    visitor.go("/nominees")
    visitor.button(person).click()
    visitor.until("the nominee", lambda: visitor.find("h1").text == person)
    before = visitor.find("#strength").text
    change(visitor, "登记佐证材料")
    visitor.find("dialog[open] select[name=kind]").send_keys("单位骨干")
    days(visitor, on="2026-01-15")
    visitor.field("source", "骨干名单")
    sent(visitor, "登记佐证材料")
    visitor.until("more strength", lambda: visitor.find("#strength").text != before)
    picture(visitor, pictures, "rounds-nominee")
    change(visitor, "撤回材料")
    sent(visitor, "撤回材料")
    visitor.until("as before", lambda: visitor.find("#strength").text == before)


def shortlist(visitor, server, address, person, pictures):
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("officer"))
    visitor.go(address)
    visitor.shows("everybody has replied")
    change(visitor, "Publish the shortlist")
    visitor.shows("2 posts are to be filled")
    sent(visitor, "Publish the shortlist")
    visitor.shows("objections until")
    visitor.shows("1 person is on it")
    next(each for each in visitor.all(".tabs a") if each.text == "Sponsors").click()
    change(visitor, "Enter an objection")
    choose(visitor, "nomination", person, person)
    visitor.field("ground", "took part in drawing up the list")
    visitor.field("source", "Letter 3")
    sent(visitor, "Enter an objection")
    visitor.shows("took part in drawing up the list")
    # It waits on the first page, which leads back to it.
    visitor.go("/")
    visitor.shows("1 objection to a shortlist is open")
    visitor.button(f"{person} to Spring round").click()
    change(visitor, "Decide")
    visitor.find("dialog[open] select[name=upheld]").send_keys("yes")
    visitor.field("reason", "shown by the minutes")
    sent(visitor, "Decide")
    visitor.until("the decision", lambda: "left the shortlist" in visitor.find("[aria-label=Objections]").text)
    visitor.shows("0 people are on it")
    assert not visitor.accessibility(), visitor.accessibility()
    picture(visitor, pictures, "rounds-decided")


def printed(visitor, what):
    """What `what` (a script) says while the page goes to paper, and the sheets."""
    visitor.driver.execute_script(
        f"addEventListener('beforeprint', () => {{ globalThis.onPaper = (() => {{ {what} }})(); }}, {{once: true}})")
    sheets = base64.b64decode(visitor.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    return visitor.driver.execute_script("return globalThis.onPaper"), len(re.findall(rb"/Type\s*/Page\b", sheets)), sheets


def paper(visitor, pictures):
    """Whole lists and site cards, not only what was in view."""
    visitor.go("/people")
    # Whoever comes to the end of the page reads on; of the longer list only what is in view is drawn.
    visitor.driver.execute_script("document.querySelector('main .below').scrollIntoView()")
    visitor.until("more rows", lambda: "250 of 516 rows" in visitor.text())
    drawn = len(visitor.all("main .ant-table-row"))
    assert drawn < 200, f"{drawn} rows are drawn on the screen"
    (rows, note), sheets, _ = printed(visitor, "return [document.querySelectorAll('main tbody tr').length,"
                                      " document.querySelector('main .printed')?.textContent]")
    assert rows == 250, f"{rows} rows on paper"
    assert "250 of 516 rows" in (note or ""), note
    assert sheets >= 5, f"{sheets} sheets"
    visitor.until("the list as before", lambda: visitor.all("main .ant-table-row"))
    visitor.go("/sites")
    visitor.button("Print site cards").click()
    visitor.until("90 cards", lambda: len(visitor.all(".site-card")) == 90)
    assert "★" in visitor.find(".site-cards").text and "Host contact" in visitor.find(".site-card").text
    (cards, of), sheets, content = printed(visitor, "return [document.querySelectorAll('.site-card').length, document.title]")
    assert cards == 90 and "Caleven County" in of, (cards, of)
    assert 6 <= sheets <= 30, f"several cards on a sheet: {sheets} sheets"
    if pictures:
        (pictures / "site-cards.pdf").write_bytes(content)
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for hidden in (".pages", ".top .tools", ".filters", ".head .action"):
        assert not any(each.is_displayed() for each in visitor.all(hidden)), f"{hidden} on paper"
    picture(visitor, pictures, "site-cards-paper")
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as place, Example(program) as server, Visitor(server.place) as visitor:
        folder = pathlib.Path(place)
        visitor.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
        own = server.get("sponsor", "/api/round-places?limit=1")["items"][0]["name"]
        other = next(each["name"] for each in server.get("officer", "/api/round-places?waiting=true")["items"]
                     if not each["name"].startswith(own) and not own.startswith(each["name"]))
        address = open_and_ask(visitor, server, own, other, pictures)
        paper_reply(visitor, server, folder, other, address, pictures)
        person = workbook(visitor, server, folder, own, pictures)
        nominee(visitor, person, pictures)
        shortlist(visitor, server, address, person, pictures)
        paper(visitor, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("a round of selection works in the browser")


main()
