#!/usr/bin/python3
"""Records in the desk, as an officer works with them: desk_records.py PROGRAM [FOLDER FOR PICTURES]

A site is made, found with Ctrl-K, renamed, changed while somebody else changed it, joined to another,
and only read after that; a person is added, given a skill, told about for placing, and joined as a duplicate. An edition
of the rules is saved, after two that clash; an office's workbook is filled; files come in the desk's language. By keyboard where that makes a difference, in English and in Chinese.
"""

import io
import json
import pathlib
import sys
import tempfile
import zipfile

import office
from browser import Example, Visitor
from forms import pick
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

SITE_FACTS = ("area", "kind", "tier", "need", "hardship", "min_team", "target_team", "max_first_timers", "languages", "skills",
              "challenge", "lat", "lon", "x_km", "y_km", "code", "version")


def send(visitor, words):
    """The button of the form in the dialog."""
    button = visitor.find("dialog[open] form button[type=submit]")
    assert button.text == words, button.text
    button.click()


def title(visitor, words):
    visitor.until(f"the page of {words}", lambda: visitor.find("h1").text == words)


def change(visitor, words):
    """Opens a dialog of the page."""
    next(each for each in visitor.all("main button") if each.text == words).click()
    visitor.until(words, lambda: visitor.all("dialog[open] form"))


def a_site(visitor, server, pictures):
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("officer"))
    visitor.go("/sites")
    change(visitor, "Make a site")
    visitor.field("min_team", "three")
    send(visitor, "Make a site")
    # What is missing and what is no number are said at their fields.
    visitor.until("the faults", lambda: len(visitor.all("dialog .fault")) >= 2)
    if pictures:
        visitor.picture(pictures / "records-faults.png")
    visitor.field("name", "Heron Mill")
    pick(visitor, "area", "Veser", "Veservosk Township")
    visitor.field("min_team", "2")
    # It is still there after the page was loaded anew.
    visitor.driver.refresh()
    visitor.until("the draft", lambda: visitor.find("[name=name]").get_attribute("value") == "Heron Mill")
    send(visitor, "Make a site")
    title(visitor, "Heron Mill")
    address = visitor.driver.current_url
    # Found from anywhere.
    visitor.go("/")
    visitor.find("body").send_keys(Keys.CONTROL, "k")
    visitor.driver.switch_to.active_element.send_keys("Heron Mi")
    visitor.until("the site, found", lambda: "Heron Mill" in visitor.find("dialog [role=option]").text)
    visitor.driver.switch_to.active_element.send_keys(Keys.ENTER)
    title(visitor, "Heron Mill")
    assert visitor.driver.current_url == address
    change(visitor, "Rename the site")
    visitor.field("name", "Heron Weir" + Keys.ENTER)
    title(visitor, "Heron Weir")
    visitor.button("History").click()
    visitor.shows("Heron Mill")
    return address


def two_officers(visitor, server, address, pictures):
    """What somebody else changed meanwhile stands beside what was typed."""
    visitor.go(address.replace(server.place, ""))
    change(visitor, "Change the facts")
    visitor.field("hardship", "4")
    site = address.rsplit("/", 1)[1].split("?")[0]
    server.post("officer", f"/api/sites/{site}/rename", {"name": "Heron Ford", "version": 2})
    there = server.get("officer", f"/api/sites/{site}")
    theirs = {name: there[name] for name in SITE_FACTS if name in there} | {"target_team": there["target_team"] + 2}
    server.send("officer", f"/api/sites/{site}", json.dumps(theirs), "application/json", method="PUT")
    send(visitor, "Change the facts")
    visitor.shows("Two versions")
    row = next(each.text for each in visitor.all(".conflict tr") if "Hardship" in each.text)
    assert row == "Hardship 4 0", row
    # What was not typed into is not taken back from whoever changed it.
    row = next(each.text for each in visitor.all(".conflict tr") if "Wanted size" in each.text)
    assert row.endswith(f"stays as it is now {theirs['target_team']}"), row
    if pictures:
        visitor.picture(pictures / "records-two-versions.png")
    assert not visitor.accessibility(), visitor.accessibility()
    visitor.button("Keep what I typed").click()
    send(visitor, "Change the facts")
    title(visitor, "Heron Ford")
    visitor.until("the hardship", lambda: any("Hardship\n4" in each.text for each in visitor.all(".facts > div")))
    assert server.get("officer", f"/api/sites/{site}")["target_team"] == theirs["target_team"]


def closed_meanwhile(visitor, server, address, pictures):
    """Where only a reason is typed: it stays, and what the record says by now stands beside what was seen."""
    visitor.go(address.replace(server.place, ""))
    change(visitor, "Close the site")
    visitor.field("reason", "my own reason")
    site = address.rsplit("/", 1)[1].split("?")[0]
    version = server.get("officer", f"/api/sites/{site}")["version"]
    server.post("officer", f"/api/sites/{site}/rename", {"name": "Heron Lock", "version": version})
    send(visitor, "Close the site")
    visitor.shows("Two versions")
    rows = [each.text for each in visitor.all(".conflict tbody tr")]
    assert rows == ["Name Heron Ford Heron Lock"], rows
    if pictures:
        visitor.picture(pictures / "records-closed-meanwhile.png")
    visitor.button("Take what is there now").click()
    assert visitor.find("[name=reason]").get_attribute("value") == "my own reason"
    visitor.find("dialog .away").click()


def joined(visitor, address, server, pictures):
    """In Chinese: the effect is named before, and the record is only read afterwards."""
    visitor.prefer("zh", "light")
    visitor.go(address.replace(server.place, ""))
    change(visitor, "并入另一驻点")
    visitor.shows("不能再启用")
    pick(visitor, "into", "Astanr", "Astanrerven")
    visitor.field("reason", "重复录入")
    send(visitor, "并入另一驻点")
    visitor.shows("已停用的记录只能查看")
    assert not any("修改基本信息" in each.text for each in visitor.all("main button")), "a closed record is only read"
    if pictures:
        visitor.picture(pictures / "records-joined.png")
    visitor.button("打开保留的记录").click()
    title(visitor, "Astanrerven")


def done(visitor, words):
    send(visitor, words)
    visitor.until("the dialog, closed", lambda: not visitor.all("dialog[open]"))


def placing(visitor, server, address, pictures):
    """What placing goes by, a pin and a wish: said, refused where it cannot be, and ended with a reason."""
    visitor.go(address + "?tab=placing")
    change(visitor, "填写安排依据")
    visitor.field("experience_years", "7")
    visitor.find("dialog[open] select[name=first_timer]").send_keys("否")
    pick(visitor, "home_site", "Astanr", "Astanrerven")
    visitor.field("strength", "101")
    send(visitor, "填写安排依据")
    visitor.until("the fault", lambda: visitor.all("dialog[open] .fault"))
    visitor.field("strength", "60")
    done(visitor, "填写安排依据")
    visitor.until("what was said", lambda: all(
        any(each.text == said for each in visitor.all(".facts > div")) for said in
        ("工作年限\n7年", "首次派驻\n否", "能力分（按佐证）\n60", "回避驻点\n为避免影响公正而回避的驻点")))
    # Once more: all of it stands in the form, names too, and what is emptied is reckoned again.
    change(visitor, "填写安排依据")
    assert visitor.find("[name=home_site]").get_attribute("value") == "Astanrerven"
    visitor.field("strength", "")
    done(visitor, "填写安排依据")
    visitor.shows("暂无佐证")
    change(visitor, "设定固定条件")
    pick(visitor, "site", "Belert", "Belertor")
    visitor.find("dialog[open] select[name=rule]").send_keys("✖ 不得派往")
    send(visitor, "设定固定条件")
    visitor.until("a reason is asked for", lambda: visitor.all("dialog[open] .fault"))
    visitor.field("reason", "曾在该驻点主持审计")
    done(visitor, "设定固定条件")
    visitor.until("the pin", lambda: "✖ 不得派往" in visitor.find("[aria-label=固定条件] table").text)
    if pictures:
        visitor.picture(pictures / "records-placing.png")
    change(visitor, "终止")
    visitor.field("reason", "审计已满三年")
    done(visitor, "取消固定条件")
    visitor.shows("没有固定条件")
    visitor.go(address + "?tab=service")
    change(visitor, "登记意愿")
    pick(visitor, "site", "Belert", "Belertor")
    visitor.find("dialog[open] select[name=rank]").send_keys("第一")
    done(visitor, "登记意愿")
    visitor.until("the wish", lambda: "Belertor" in visitor.find("[aria-label=意愿] table").text)
    change(visitor, "终止")
    visitor.field("reason", "本人撤回")
    done(visitor, "终止意愿")
    visitor.shows("没有意愿记录")


def a_person(visitor, server, pictures):
    """Added, given a skill, found, and a duplicate joined."""
    visitor.prefer("zh", "light")
    visitor.go("/people")
    change(visitor, "添加人员")
    visitor.field("name", "林一鸣")
    pick(visitor, "sponsor", "Caleven Works", "Caleven Works")
    visitor.field("code", "E9901")
    send(visitor, "添加人员")
    title(visitor, "林一鸣")
    address = visitor.driver.current_url
    change(visitor, "登记技能")
    visitor.field("skill", "water")
    visitor.find("dialog select[name=level]").send_keys("熟练")
    send(visitor, "登记技能")
    visitor.until("the skill", lambda: "water 熟练" in visitor.find("[aria-label=技能列表] table").text)
    # The server's own words at the field that is wrong.
    change(visitor, "登记语言测试")
    visitor.field("language", "Hill")
    send(visitor, "登记语言测试")
    visitor.until("the faults", lambda: visitor.all("dialog .fault"))
    if pictures:
        visitor.picture(pictures / "records-person-faults.png")
    visitor.find("dialog .away").click()
    visitor.until("the dialog, closed", lambda: not visitor.all("dialog[open]"))
    # Found by the number in the list's search and by the name with Ctrl-K.
    visitor.go("/people?search=E9901")
    visitor.until("one row", lambda: [each.text for each in visitor.all("main td bdi")][:1] == ["林一鸣"])
    visitor.find("body").send_keys(Keys.CONTROL, "k")
    visitor.driver.switch_to.active_element.send_keys("林一")
    visitor.until("the person, found", lambda: "林一鸣" in visitor.find("dialog [role=option]").text)
    visitor.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    visitor.go(address.replace(server.place, ""))
    visitor.button("移除").click()
    visitor.shows("尚未登记技能")
    placing(visitor, server, address.replace(server.place, ""), pictures)
    visitor.go(address.replace(server.place, ""))
    # A duplicate goes into the other record.
    change(visitor, "合并重复记录")
    pick(visitor, "into", "E644", "Ador Torwick")
    send(visitor, "合并重复记录")
    visitor.shows("已合并")
    if pictures:
        visitor.picture(pictures / "records-person-joined.png")
    visitor.button("打开保留的记录").click()
    title(visitor, "Ador Torwick")


def rules(visitor, server, pictures):
    """Weights as sentences; two rules that clash side by side; an edition saved, with what was chosen."""
    visitor.prefer("en", "light")
    visitor.go("/rules")
    wish = "Wishes met:"
    visitor.until("the sentences", lambda: any(each.text.startswith(wish) for each in visitor.all("main li label")))
    line = next(each for each in visitor.all("main li") if each.text.startswith(wish))
    Select(line.find_element("css selector", "select")).select_by_value("high")
    visitor.until("the points", lambda: "Wishes met: 300, 200, 120 points less" in visitor.text())
    Select(line.find_element("css selector", "select")).select_by_value("exact")
    visitor.until("three numbers", lambda: len(line.find_elements("css selector", "input[type=number]")) == 3)
    visitor.find("main details:has([name=text]) summary").click()
    text = visitor.find("[name=text]")
    before = text.get_attribute("value")
    assert "wish = [300, 200, 120]" in before, before
    # A rule that stands above all tables is set, and clashes with the same one in its table.
    text.send_keys(Keys.CONTROL, Keys.HOME)
    text.send_keys("skills = 7" + Keys.ENTER)
    visitor.until("the rule", lambda: "A skill without a holder: 7 points" in visitor.text())
    with_need = "skills = 7\n" + (before.replace("[need]", "[need]\nleast_team = 9") if "[need]" in before else before + "\n[need]\nleast_team = 9\n")
    visitor.paste(text, with_need)
    visitor.field("reason", "wishes count more")
    visitor.button("Save as an edition").click()
    visitor.shows("Two rules clash")
    visitor.shows("A team that its workload asks for has 9 people at least")
    visitor.shows("A team that its workload asks for has 5 people at most")
    assert "[need] most_team = 5" in visitor.text()
    faults = visitor.accessibility()
    assert not faults, faults
    if pictures:
        visitor.picture(pictures / "records-rules-clash.png")
    visitor.paste(text, before)
    visitor.button("Save as an edition").click()
    visitor.until("the edition", lambda: any("wishes count more" in each.text for each in visitor.all("main table td")))
    newest = server.get("officer", "/api/rules")["items"][0]
    assert "wish = [300, 200, 120]" in server.get("officer", f"/api/rules/{newest['id']}")["text"]


def rules_of_two(visitor, server, pictures):
    """An edition that a colleague saves while another is typed: both are shown, and what was typed stays."""
    visitor.go("/rules")
    visitor.until("the form", lambda: visitor.all("[name=reason]"))
    wish = next(each for each in visitor.all("main li") if each.text.startswith("Wishes met:"))
    Select(wish.find_element("css selector", "select")).select_by_value("low")
    visitor.field("reason", "wishes count less")
    newest = server.get("officer", "/api/rules")["items"][0]
    theirs = server.post("officer", "/api/rules", {
        "holds_from": newest["holds_from"], "text": "[placement]\nwish = [9, 8, 7]\n", "reason": "from a colleague"})
    visitor.button("Save as an edition").click()
    visitor.shows(f"Edition {theirs['number']} was saved meanwhile")
    row = visitor.find(".conflict tbody").text
    assert "75, 50, 30" in row and "9, 8, 7" in row, row
    assert visitor.find("[name=reason]").get_attribute("value") == "wishes count less"
    assert server.get("officer", "/api/rules")["items"][0]["id"] == theirs["id"], "nothing is overwritten unseen"
    faults = visitor.accessibility()
    assert not faults, faults
    if pictures:
        visitor.picture(pictures / "records-rules-two.png")
    visitor.button("Keep what I typed").click()
    visitor.button("Save as an edition").click()
    visitor.until("the edition", lambda: any("wishes count less" in each.text for each in visitor.all("main table td")))


def rules_from_a_kind(visitor, server, pictures):
    """The programme gets a name, and the figures of another kind; the name stays when they are taken."""
    visitor.go("/rules")
    visitor.until("the form", lambda: visitor.all("[name=programme]"))
    visitor.field("programme", "Caleven \"2027\"")
    visitor.find("main details:not(:has([name=text])) summary").click()
    visitor.until("the kinds", lambda: visitor.all("main details[open] select"))
    Select(visitor.find("main details[open] select")).select_by_value("volunteers")
    visitor.button("Take these figures").click()
    assert visitor.find("[name=programme]").get_attribute("value") == "Caleven \"2027\""
    visitor.field("reason", "we are volunteers")
    visitor.button("Save as an edition").click()
    visitor.until("the edition", lambda: any("we are volunteers" in each.text for each in visitor.all("main table td")))
    visitor.until("the name above", lambda: visitor.find(".top .programme").text == "Caleven \"2027\"")
    programme = server.get("officer", "/api/programme")
    assert programme == {"name": "Caleven \"2027\"", "preset": "volunteers"}, programme


def report(visitor, server, pictures):
    """An office's own workbook, filled; lists in the language of the desk, whatever the browser's is."""
    visitor.prefer("zh", "light")
    visitor.go("/reports?tab=template")
    visitor.until("the form", lambda: visitor.all("input[type=file]"))
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "月报.xlsx"
        file.write_bytes(office.workbook([["驻点", "{{驻点数}}"], ["{{site.name}}", "{{site.short}}"]]))
        visitor.find("input[type=file]").send_keys(str(file))
        visitor.until("the button", lambda: visitor.all("main form button:not([disabled])"))
        name, content = visitor.kept(lambda: visitor.button("填写工作簿").click())
    assert name == "月报.xlsx", name
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "{{" not in sheet and sheet.count("<row ") > 20, sheet[:500]
    for language in ("zh", "en"):
        visitor.prefer(language, "light")
        visitor.go("/needs")
        visitor.until("the files", lambda: visitor.all("a[download]"))
        link = next(each for each in visitor.all("a[download]") if ".csv" in each.text)
        name, content = visitor.kept(link.click)
        assert name.endswith(".csv"), name
        first = content.decode("utf-8-sig").splitlines()[0]
        assert ("名称" in first) if language == "zh" else first.isascii(), first
    # Each number opens its list: as many rows as it says.
    visitor.go("/reports")
    visitor.until("the numbers", lambda: visitor.all(".figures .figure a") and visitor.all("main table.simple a"))
    if pictures:
        visitor.picture(pictures / "records-reports.png")
    link = next(each for each in visitor.all(".figures .figure") if "own organisation" in each.text)
    count = int(link.text.split()[0])
    link.find_element("css selector", "a").click()
    visitor.until("the list", lambda: f"{count} of" in visitor.text() or "No site is like that." in visitor.text())


def a_correction(visitor, server, pictures):
    """What somebody asks for is on the officer's first page, and is settled where it leads to."""
    server.post("member", "/api/account/corrections",
                {"field": "staff.position", "wanted": "head nurse", "reason": "since June"})
    visitor.prefer("en", "light")
    visitor.go("/")
    visitor.until("what waits", lambda: visitor.all("main a[href^='/corrections/']"))
    visitor.find("main a[href^='/corrections/']").click()
    visitor.until("the correction", lambda: "head nurse" in visitor.text())
    visitor.button("Write it into the record").click()
    visitor.until("the form", lambda: visitor.all("dialog[open] form"))
    if pictures:
        visitor.picture(pictures / "records-correction.png")
    visitor.field("answer", "It says so now")
    send(visitor, "Write it into the record")
    visitor.until("the answer", lambda: "It says so now" in visitor.text() and not visitor.all("dialog[open]"))
    visitor.find("main a[href^='/people/']").click()
    visitor.until("the record", lambda: "head nurse" in visitor.text())


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with Example(program) as server, Visitor(server.place) as visitor:
        address = a_site(visitor, server, pictures)
        two_officers(visitor, server, address, pictures)
        closed_meanwhile(visitor, server, address, pictures)
        joined(visitor, address, server, pictures)
        a_person(visitor, server, pictures)
        visitor.come_as(server.session_of("officer"))
        a_correction(visitor, server, pictures)
        rules(visitor, server, pictures)
        rules_of_two(visitor, server, pictures)
        rules_from_a_kind(visitor, server, pictures)
        report(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("the records of the desk work in the browser")


main()
