#!/usr/bin/python3
"""Arriving, months, cover and money in the desk: desk_support.py PROGRAM [FOLDER FOR PICTURES]

An arrival waits for an exception that another person signs, and for the training; it is recorded and taken back; a month is confirmed and withdrawn; an
insurance is withdrawn and the gate closes. Money is given to a line and that booking is reversed; an activity goes from asking
to its result. A claim has its receipt as a photograph, without which it is not checked. In English and in Chinese.
"""

import datetime
import pathlib
import random
import struct
import sys
import tempfile
import zlib

from browser import Example, Visitor
from forms import open_form, send, sent
from selenium.webdriver.support.ui import Select

TODAY = datetime.date.today()
MONTH = (TODAY.replace(day=1) - datetime.timedelta(days=40)).strftime("%Y-%m")


def shut(visitor, server, pictures):
    """Whoever is neither insured nor signed for is not recorded as arrived."""
    late = next(each for each in server.get("officer", "/api/postings?limit=200")["items"]
                if not server.get("officer", f"/api/arrivals?posting={each['id']}")["items"])
    visitor.go(f"/people/{late['staff']}?tab=training")
    visitor.until("the insurance", lambda: visitor.all("section[aria-labelledby=insurances] table button"))
    visitor.find("section[aria-labelledby=insurances] table button").click()
    visitor.until("the form", lambda: visitor.all("dialog[open] form"))
    visitor.field("reason", "Cancelled by the insurer")
    send(visitor)
    visitor.until("nobody is insured", lambda: not visitor.all("dialog[open]") and not visitor.all("section[aria-labelledby=insurances] table"))
    visitor.go(f"/terms/{late['id']}")
    visitor.until("the gates", lambda: "✖ lacking" in visitor.find("section[aria-labelledby=arrival]").text)
    open_form(visitor, "Record the arrival")
    send(visitor)
    visitor.until("the gate", lambda: "insurance" in visitor.find("dialog[open] [role=alert]").text)
    visitor.find("dialog[open] .away").click()
    # Asked for by the area office, signed by the programme office: both stand there with their names.
    visitor.come_as(server.session_of("area"))
    visitor.go(f"/terms/{late['id']}")
    open_form(visitor, "Ask for an exception from insurance or fitness")
    visitor.field("reason", "The policy comes by post")
    send(visitor)
    sent(visitor, "waits for the second signature")
    visitor.come_as(server.session_of("officer"))
    visitor.go(f"/terms/{late['id']}")
    visitor.shows("Ana Example")
    press(visitor, "The policy comes by post", "Sign")
    send(visitor)
    visitor.until("who signed", lambda: not visitor.all("dialog[open]") and "Olga Example" in visitor.find("section[aria-labelledby=arrival]").text)
    # It is none from training: whoever is untrained is not recorded either.
    learnt = next(each for each in server.get("officer", f"/api/training-completions?staff={late['staff']}")["items"] if each["days"] == 6)
    server.post("officer", f"/api/training-completions/{learnt['id']}/withdraw", {"reason": "Of another person", "version": learnt["version"]})
    visitor.go(f"/terms/{late['id']}")
    open_form(visitor, "Record the arrival")
    send(visitor)
    visitor.until("the gate of training", lambda: "untrained" in visitor.find("dialog[open] [role=alert]").text)
    if pictures:
        visitor.picture(pictures / "support-untrained.png")
    visitor.find("dialog[open] .away").click()
    server.post("officer", "/api/training-completions", {key: learnt[key] for key in ("staff", "course", "completed_on", "days", "source")})
    visitor.go(f"/terms/{late['id']}")
    open_form(visitor, "Record the arrival")
    send(visitor)
    sent(visitor, "lacking, by a signed exception")
    if pictures:
        visitor.picture(pictures / "support-arrived.png")
    open_form(visitor, "Take the arrival back")
    visitor.field("reason", "It was the day before")
    send(visitor)
    sent(visitor, "No arrival is recorded")
    return late


def confirmed(visitor, late):
    """A month counts once, and may be withdrawn as long as nothing is claimed by it."""
    open_form(visitor, "Confirm a month")
    visitor.field("month", MONTH)
    visitor.field("days", "19")
    visitor.field("source", "sheet of that month")
    send(visitor)
    sent(visitor, "sheet of that month")
    visitor.go(f"/people/{late['staff']}?tab=training")
    visitor.until("the allowance", lambda: MONTH in visitor.find("section[aria-labelledby=allowance]").text)
    visitor.go(f"/terms/{late['id']}")
    visitor.until("the months", lambda: MONTH in visitor.find("section[aria-labelledby=months]").text)
    row = next(each for each in visitor.all("section[aria-labelledby=months] tbody tr") if MONTH in each.text)
    row.find_element("tag name", "button").click()
    visitor.until("the form", lambda: visitor.all("dialog[open] form"))
    visitor.field("reason", "The sheet of another")
    send(visitor)
    visitor.until("withdrawn", lambda: not visitor.all("dialog[open]") and "sheet of that month" not in visitor.text())


def booked(visitor, server, pictures):
    """Money comes to a line; entered twice, the booking is reversed by another."""
    line = next(each for each in server.get("officer", f"/api/budget-lines?year={TODAY.year}&kind=work_fund&limit=100")["items"]
                if each["unspent"] != "0.00 CNY")
    visitor.prefer("zh", "light")
    visitor.go(f"/money?site={line['site']}&line={line['id']}")
    visitor.shows("科目变动明细")
    open_form(visitor, "登记到账资金")
    Select(visitor.find("dialog[open] [name=line]")).select_by_value(line["id"])
    Select(visitor.find("dialog[open] [name=funder]")).select_by_value("matched")
    visitor.field("amount", "300.00 CNY")
    visitor.field("source", "县财政通知7号")
    send(visitor)
    sent(visitor, "县财政通知7号")
    row = next(each for each in visitor.all("section[aria-labelledby=entries] tbody tr") if "冲销此笔" in each.text and "县财政通知7号" in each.text)
    row.find_element("tag name", "button").click()
    visitor.until("the form", lambda: visitor.all("dialog[open] form"))
    visitor.field("reason", "重复登记")
    send(visitor)
    sent(visitor, "已冲销")
    if pictures:
        visitor.picture(pictures / "support-entries.png")
    now = server.get("officer", f"/api/budget-lines/{line['id']}")
    assert now["gap"] == line["gap"], (now, line)
    return line


def asked(visitor, server, line, pictures):
    """An activity: asked for, approved with less, done, with one line of what came of it."""
    open_form(visitor, "申请活动经费")
    Select(visitor.find("dialog[open] [name=line]")).select_by_value(line["id"])
    visitor.field("name", "冬季夜校")
    visitor.day("planned_on", (TODAY + datetime.timedelta(days=20)).isoformat())
    visitor.field("amount", "500.00 CNY")
    send(visitor)
    sent(visitor, "冬季夜校")
    visitor.go("/money?tab=activities&state=asked")
    visitor.shows("冬季夜校")
    press(visitor, "冬季夜校", "批准")
    visitor.field("amount", "400.00 CNY")
    send(visitor)
    visitor.until("it is gone from what is asked", lambda: not visitor.all("dialog[open]") and "冬季夜校" not in visitor.text())
    visitor.go("/money?tab=activities&state=approved")
    visitor.shows("冬季夜校")
    press(visitor, "冬季夜校", "登记结果")
    visitor.field("spent", "380.00 CNY")
    visitor.field("source", "银行回单9号")
    visitor.field("result", "办班一期")
    send(visitor)
    visitor.until("it is done", lambda: not visitor.all("dialog[open]") and "冬季夜校" not in visitor.text())
    visitor.go("/money?tab=activities&state=done")
    visitor.shows("办班一期")
    if pictures:
        visitor.picture(pictures / "support-activities.png")
    proof = server.get("officer", "/api/budget/proof")
    assert [proof[each] for each in ("difference", "unbalanced", "lines_apart")] == [0, 0, 0], proof


def press(visitor, row, words):
    """The button of that row."""
    found = next(each for each in visitor.all("main tr") if row in each.text)
    next(each for each in found.find_elements("tag name", "button") if each.text == words).click()
    visitor.until(words, lambda: visitor.all("dialog[open] form"))


def photograph(file, width, height):
    """As large as a telephone's, for noise does not grow smaller; with what it says of who took it, and where."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    noise = random.Random(1)
    rows = b"".join(b"\0" + noise.randbytes(3 * width) for _ in range(height))
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                     chunk(b"tEXt", b"Author\0Ada") + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"") + b"a film")


def receipts(visitor, server, line, pictures):
    """A claim over the rule's sum goes on with a photograph of its receipt; a wrong one is taken back."""
    site = line["site"]
    posting = next(each for each in server.get("officer", f"/api/postings?site={site}&limit=200")["items"]
                   if each["from_day"] <= TODAY.isoformat())
    server.post("officer", f"/api/budget-lines/{line['id']}/approve", {"amount": "2000.00 CNY", "reason": "two desks"})
    claim = server.post("officer", "/api/claims", {"staff": posting["staff"], "kind": "work_fund", "day": TODAY.isoformat(),
                                                   "amount": "1600.00 CNY", "receipt": "R-1600"})
    visitor.prefer("zh", "light")
    visitor.go(f"/money?tab=claims&do=receipts-{claim['id']}")
    visitor.shows("尚无票据图片")
    with tempfile.TemporaryDirectory() as folder:
        small, large = pathlib.Path(folder) / "small.png", pathlib.Path(folder) / "large.png"
        photograph(small, 300, 200)
        photograph(large, 1600, 1200)
        assert large.stat().st_size > 4 << 20
        (pathlib.Path(folder) / "order.pdf").write_bytes(b"%PDF-1.7")
        visitor.find("dialog[open] input[type=file]").send_keys(folder + "/order.pdf")
        visitor.until("no PDF", lambda: "不予保存" in visitor.find("dialog[open] [role=alert]").text)
        visitor.find("dialog[open] input[type=file]").send_keys(str(small))
        seen = "return [...document.querySelectorAll('dialog[open] .receipts img')].map((each) => each.naturalWidth)"
        visitor.until("the picture", lambda: visitor.driver.execute_script(seen) == [300])
        name, kept = visitor.kept(lambda: visitor.button("保存第1张").click())
        assert name.endswith(".png") and kept.startswith(b"\x89PNG") and b"Ada" not in kept and b"film" not in kept, name
        visitor.button("撤回第1张").click()
        visitor.field("reason", "另一张票据")
        send(visitor)
        visitor.until("it is gone", lambda: "尚无票据图片" in visitor.find("dialog[open]").text)
        # More than is taken: the desk makes it smaller first.
        visitor.find("dialog[open] input[type=file]").send_keys(str(large))
        visitor.until("the large one", lambda: visitor.driver.execute_script(seen) == [1600])
    found = visitor.accessibility()
    assert not found, found
    if pictures:
        visitor.picture(pictures / "support-receipts.png")
    [kept] = server.get("officer", f"/api/claims/{claim['id']}/receipts")["items"]
    assert kept["kind"] == "jpeg" and kept["size"] < 4 << 20, kept
    visitor.prefer("en", "light")
    visitor.go(f"/money?tab=claims&show=all&do=check-{claim['id']}")
    visitor.until("the picture before the step", lambda: visitor.driver.execute_script(seen) == [1600])
    if pictures:
        visitor.picture(pictures / "support-check.png")


def oldest(visitor, server):
    """The main action is of the claim that was asked for first, also where it is on no page that is loaded."""
    visitor.prefer("en", "light")
    visitor.go("/money?tab=claims")
    first = server.get("officer", "/api/claims?waiting=true&limit=1")["items"][0]
    visitor.until("the oldest", lambda: first["name"] in visitor.find("main > .actions").text)
    open_form(visitor, "Check the oldest")
    assert first["name"] in visitor.find("dialog[open]").text


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with Example(program) as server, Visitor(server.place) as visitor:
        visitor.prefer("en", "light")
        visitor.come_as(server.session_of("officer"))
        late = shut(visitor, server, pictures)
        confirmed(visitor, late)
        line = booked(visitor, server, pictures)
        asked(visitor, server, line, pictures)
        receipts(visitor, server, line, pictures)
        oldest(visitor, server)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("arrivals, months, cover and money work in the browser")


main()
