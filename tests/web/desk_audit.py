#!/usr/bin/python3
"""The audit log in the desk, as an auditor works with it: desk_audit.py PROGRAM [FOLDER FOR PICTURES]

The list and its filters, an entry with its proof, an evidence pack that is checked without the server, a
check that says the log is whole; then the database is tampered with, and the check names the first bad record.
"""

import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

from browser import Example, Visitor

PLACE = 5  # of the entry that is tampered with


def picture(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"{name}.png")


def reads(visitor):
    """The list, narrowed by what stands in it; one entry whole."""
    visitor.prefer("en", "light")
    visitor.go("/settings/audit")
    visitor.shows("sealed")
    visitor.button("plan.publish").click()
    visitor.until("the filter in the address", lambda: "operation=plan.publish" in visitor.driver.current_url)
    visitor.until("one entry", lambda: len(visitor.all("main tbody tr.ant-table-row")) == 1)
    visitor.find("main td a[href*='record=plan_']").click()
    visitor.until("the plan in the address", lambda: "record=plan_" in visitor.driver.current_url)
    visitor.find("main td a[href^='/settings/audit/']").click()
    visitor.shows("The entry itself")
    assert "operation plan.publish" in visitor.text(), visitor.text()


def fetched(visitor, press, name, folder):
    """The file that the browser is given when this is pressed."""
    visitor.driver.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    press()
    file = folder / name
    visitor.until(name, file.exists)
    return file


def proves(visitor, program, key, folder):
    """The proof of an entry, and a pack of those of a range, without the server's help."""
    visitor.go(f"/settings/audit/{PLACE}")
    proof = fetched(visitor, lambda: visitor.button("Take the proof").click(), f"entry-{PLACE}.tlog-proof", folder)
    visitor.go("/settings/audit?do=evidence")
    # What is missing stands at its field.
    visitor.button("Take the pack").click()
    visitor.until("the fault", lambda: visitor.all("dialog .fault"))
    visitor.field("first", "0")
    visitor.field("last", "9")
    pack = fetched(visitor, lambda: visitor.button("Take the pack").click(), "evidence-0.zip", folder)
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(folder / "pack")
    for path in (proof, folder / "pack"):
        checked = subprocess.run([program, "audit", "check-proof", str(path), "--log-key", str(key)],
                                 capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked
    assert len(json.loads(checked.stdout)["proved"]) >= PLACE, checked.stdout
    # A text that was changed is found, and so is another log's key.
    text = folder / "pack" / "entries" / f"entry-{PLACE}.txt"
    text.write_text(text.read_text().replace("operation", "Operation"))
    checked = subprocess.run([program, "audit", "check-proof", str(folder / "pack"), "--log-key", str(key)],
                             capture_output=True, text=True, check=False)
    assert checked.returncode == 1 and "not the entry that was proved" in checked.stdout, checked


def whole(visitor, pictures):
    visitor.go("/settings/audit")
    visitor.shows("Not checked yet")
    visitor.button("Verify the log").click()
    visitor.shows("The log is whole")
    visitor.button("Compare the records").click()
    visitor.shows("The records are what the log says")
    picture(visitor, pictures, "audit-whole")


def tampered(data):
    """As somebody who has the disk would do it, while nobody looks."""
    with sqlite3.connect(pathlib.Path(data) / "sojourn.db") as database:
        database.execute("UPDATE audit_entry SET body = replace(body, char(10) || 'operation ', char(10) || 'operation x') "
                         "WHERE place = ?", (PLACE,))
        database.execute("UPDATE site SET name = name || ' II' WHERE id = (SELECT min(id) FROM site)")
    database.close()


def found(visitor, pictures):
    visitor.prefer("zh", "light")
    visitor.go("/settings/audit")
    visitor.button("核查日志").click()
    visitor.shows("日志被篡改或已损坏")
    visitor.shows("首条有问题的记录")
    visitor.button("核对业务数据").click()
    visitor.shows("有业务数据绕过日志被改动")
    picture(visitor, pictures, "audit-tampered-zh")
    visitor.button(f"第{PLACE}号审计记录").click()
    visitor.shows("已损坏：与写入时的内容不符")
    visitor.prefer("en", "light")
    visitor.go("/settings/audit")
    visitor.shows("First bad record:")
    assert not visitor.accessibility(), visitor.accessibility()
    picture(visitor, pictures, "audit-tampered")


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        data = str(folder / "data")
        with Example(program, data) as server, Visitor(server.place) as visitor:
            visitor.come_as(server.session_of("auditor"))
            # All that stands in the list is sealed within a minute.
            until = time.time() + 90
            while server.get("auditor", "/api/audit?limit=30")["items"][-1]["state"] != "sealed":
                assert time.time() < until, "sealed within 60 seconds"
                time.sleep(1)
            reads(visitor)
            proves(visitor, program, pathlib.Path(data) / "log-key.pub", folder)
            whole(visitor, pictures)
            assert not visitor.complaints()
        tampered(data)
        with Example(program, data) as server, Visitor(server.place) as visitor:
            visitor.come_as(server.session_of("auditor"))
            found(visitor, pictures)
            assert not visitor.complaints()
    print("the audit log works in the browser, and a database that was tampered with is found")


main()
