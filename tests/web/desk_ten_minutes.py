#!/usr/bin/python3
"""The first ten minutes: desk_ten_minutes.py PROGRAM [FOLDER FOR PICTURES]

From an empty directory to a published plan, by the keyboard alone, with the tables of a real office, once
in English and once in Chinese. Each click, and each run of keys into one field, counts; forty are enough.
"""

import pathlib
import re
import sys
import tempfile
import time

import office
from browser import Server, Visitor, code_of
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

MOST = 40
AREAS = {
    "en": """Areas of the county\t\t\nName *\tKIND\tLies in (area)\nWeir County\tcounty\t\nWeir Township \ttownship\tWeir County\n""",
    "zh": """地区一览表\t\t\n名称\t类型\t上级地区\nWeir County\tcounty\t\nWeir Township\ttownship\tWeir County\n""",
}
SPONSORS = {
    "en": """name\tkind\tarea\trelease_percent\tmax_sites\nWeir Hospital \thospital\tWeir County\t100\t30\n""",
    "zh": """单位名称\t单位类型\t所在地区\t可派出比例\t驻点数上限\nWeir Hospital \thospital\tWeir County\t１００\t30\n""",
}
PASSWORD = "eleven quiet herons"
WORDS = {
    "en": {"sign in": "Name to sign in with", "made": "The account is made", "key": "Give this key to the app",
           "second": "Set up the second factor", "home": "Good day", "areas": "Import: Areas", "sites": "Import: Sites",
           "sponsors": "Import: Sponsors", "people": "Import: People", "make": "Make a plan", "taken": "taken in",
           "until": "Objections are taken until"},
    "zh": {"sign in": "登录名", "made": "账号已创建", "key": "将此密钥", "second": "设置第二重验证", "home": "您好",
           "areas": "导入：地区", "sites": "导入：驻点", "sponsors": "导入：派出单位", "people": "导入：人员", "make": "制定方案", "taken": "已导入",
           "until": "异议受理至"},
}


class Hands:
    """The keyboard, and how often it was used."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.groups = 0

    def to(self, css):
        """By Tab, as often as it takes: the beginning of the run of keys that follows."""
        self.visitor.until(css, lambda: self.visitor.all(css))
        for _ in range(60):
            if self.visitor.driver.execute_script(
                    "return document.activeElement.matches(arguments[0])", css):
                return
            self.visitor.driver.switch_to.active_element.send_keys(Keys.TAB)
        raise AssertionError(f"no way to {css} by Tab")

    def type(self, *keys):
        """A run of keys into what has the focus."""
        self.groups += 1
        self.visitor.driver.switch_to.active_element.send_keys(*keys)

    def chord(self, modifier, key):
        self.groups += 1
        ActionChains(self.visitor.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()

    def main(self):
        """The page's main action."""
        self.chord(Keys.CONTROL, Keys.ENTER)

    def open(self, words):
        """A page by its name: Ctrl-K, a part of the name, Enter."""
        self.chord(Keys.CONTROL, "k")
        self.visitor.until("the search", lambda: self.visitor.find("dialog input").is_displayed())
        self.visitor.driver.switch_to.active_element.send_keys(words)
        self.groups += 1
        self.visitor.until(words, lambda: any(words in each.text for each in self.visitor.all("dialog [aria-selected=true]")))
        self.visitor.driver.switch_to.active_element.send_keys(Keys.ENTER)

    def paste(self, text):
        self.groups += 1
        self.visitor.driver.execute_script(
            "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);"
            "document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));",
            text)

    def choose(self, file):
        """In the dialog of the system: no page sees the keys."""
        self.groups += 1
        self.visitor.find("input[type=file]").send_keys(str(file))


def counts(visitor):
    found = visitor.all(".import-bar .counts")
    return found[0].text if found else ""


def take_in(visitor, hands, words, table=None, file=None, mend=None):
    """A table, pasted or chosen; what is wrong mended; all of it taken in."""
    visitor.until("the import", lambda: visitor.all(".begin"))
    if file:
        hands.choose(file)
    else:
        hands.paste(table)
    visitor.until("the effect", lambda: re.search("＋ [1-9]", counts(visitor)))
    if mend:
        hands.to(".sheet-aside button")
        hands.type(Keys.ENTER)
        # With the focus in it, which comes a moment after it is marked: what is typed before goes nowhere.
        visitor.until("the cell", lambda: visitor.driver.execute_script(
            "return document.activeElement.closest('.sheet-cell.here.wrong') !== null"))
        hands.type(mend, Keys.ENTER)
    visitor.until("all good", lambda: visitor.all(".head .action .ant-btn-primary:not([disabled])"))
    hands.main()
    visitor.shows(words["taken"])


def path(visitor, link, language, folder, pictures):
    words = WORDS[language]
    hands = Hands(visitor)
    visitor.prefer(language, "light")
    visitor.driver.get(link)
    visitor.settle()
    # The programme; the account: three fields and Enter; sign in; the second factor.
    hands.to("[name=programme]")
    hands.type("Weir 2027")
    hands.to("[name=starts_on]")
    hands.type("03012027")
    hands.to("[name=name]")
    hands.type("olga")
    hands.to("[name=person]")
    hands.type("Olga Example")
    hands.to("[name=password]")
    hands.type(PASSWORD, Keys.ENTER)
    visitor.shows(words["made"])
    hands.to("main a")
    hands.type(Keys.ENTER)
    visitor.shows(words["sign in"])
    assert visitor.find("[name=name]").get_attribute("value") == "olga"
    hands.to("[name=password]")
    hands.type(PASSWORD, Keys.ENTER)
    visitor.shows(words["second"])
    visitor.shows(words["key"])
    secret = visitor.find("code.key").text
    hands.to("[name=code]")
    hands.type(code_of(secret), Keys.ENTER)
    visitor.until("the recovery codes", lambda: visitor.all(".recovery li"))
    hands.type(Keys.ENTER)
    visitor.shows(words["home"])
    visitor.shows("Weir 2027")
    # Without sites there is no need: Needs leads to their table. (A look beside the path, which is not counted.)
    visitor.go("/needs")
    visitor.until("the way to import sites", lambda: visitor.all("main a[href='/import/site']"))
    visitor.go("/")
    # Four tables: the small ones pasted, the large ones as the office saved them.
    hands.open(words["areas"])
    take_in(visitor, hands, words, AREAS[language])
    hands.open(words["sponsors"])
    take_in(visitor, hands, words, SPONSORS[language])
    for name, content, mend in (("sites", office.sites(30, "Weir Township", language), "3"), ("people", office.people(80, "Weir Hospital", language), "2019-09-01")):
        file = pathlib.Path(folder) / f"{name}.xlsx"
        file.write_bytes(content)
        hands.open(words[name])
        take_in(visitor, hands, words, file=file, mend=mend)
    # The plan: a name and a day, and the search; then who is told, and published.
    hands.open(words["make"])
    visitor.until("the form", lambda: visitor.all("dialog.dialog [name=name]"))
    hands.to("[name=name]")
    hands.type("2027")
    assert visitor.find("[name=starts_on]").get_attribute("value") == "2027-03-01", "the programme's first day"
    hands.to("[name=time_limit]")
    hands.type("3")
    hands.main()
    visitor.until("the draft", lambda: visitor.all(".plan-state.draft") and visitor.all(".head .action .ant-btn-primary"))
    hands.main()
    visitor.until("what would change", lambda: visitor.all("dialog.dialog .counts"))
    if pictures:
        visitor.picture(pictures / f"ten-minutes-publish-{language}.png")
    # Sites that stay short are acknowledged.
    if visitor.all("dialog.dialog [name=shortages]"):
        hands.to("[name=shortages]")
        hands.type(Keys.SPACE)
    hands.main()
    visitor.shows(words["until"])
    assert visitor.all(".plan-state.published")
    # Printed, and taken along as a workbook.
    paper = visitor.driver.execute_cdp_cmd("Page.printToPDF", {})["data"]
    hands.groups += 1
    assert len(paper) > 5000
    hands.type(Keys.TAB)
    book = visitor.driver.execute_async_script(
        "const done = arguments[arguments.length - 1]; const link = [...document.querySelectorAll('a[download]')]"
        ".find((each) => each.href.includes('xlsx')); fetch(link.href).then((r) => r.ok ? r.blob() : Promise.reject(r.status))"
        ".then((b) => done(b.size), (e) => done(String(e)));")
    hands.groups += 1
    assert isinstance(book, int) and book > 2000, book
    return hands


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    for language in ("en", "zh"):
        start = time.time()
        with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as folder, \
                Server(program, "--data", f"{data}/programme") as server:
            link = server.until("/setup#")
            server.place = re.match(r"http://[^/]*", link).group(0)
            with Visitor(server.place, (1440, 900)) as visitor:
                hands = path(visitor, link, language, folder, pictures)
                complaints = visitor.complaints()
                assert not complaints, complaints
            assert hands.groups <= MOST, f"{hands.groups} clicks and runs of keys"
            print(f"{language}: from nothing to a published plan in {hands.groups} clicks and runs of keys, "
                  f"{time.time() - start:.0f} s")


main()
