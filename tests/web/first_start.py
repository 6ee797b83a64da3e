#!/usr/bin/python3
"""The first start in a real browser: first_start.py PROGRAM [FOLDER FOR PICTURES]

An empty directory, the printed link, an account, a second factor, out and in again, in both languages,
at the width of a phone. Fails where the browser complains (of the content policy, of a script) or a
page is wider than the screen. Debian's Chromium and Selenium; exit code 77, skipped, without them.
"""

import base64
import hashlib
import hmac
import pathlib
import re
import subprocess
import sys
import tempfile
import time

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(77)

PASSWORD = "eleven quiet herons"
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}


def code_of(secret, ahead=0):
    """RFC 6238. A code is good once, so the second sign-in takes the next step's, which is accepted too."""
    step = int(time.time()) // 30 + ahead
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[19] & 15
    return f"{(int.from_bytes(mac[at:at + 4], 'big') & 0x7fffffff) % 1_000_000:06}"


class Visitor:
    def __init__(self, pictures):
        options = webdriver.ChromeOptions()
        for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--no-proxy-server"):
            options.add_argument(each)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
        self.pictures = pictures
        self.shown = 0

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def wait(self, what, shown):
        """Until `shown()` is true; then the page is looked at."""
        WebDriverWait(self.driver, 20, 0.05, ignored_exceptions=(Exception,)).until(
            lambda _: shown(), f"not seen: {what}")
        wide = self.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{what}: {wide} wide"
        if self.pictures:
            self.shown += 1
            self.driver.save_screenshot(str(self.pictures / f"{self.shown:02}.png"))

    def fill(self, **fields):
        """Into the form that is shown, and sent."""
        form = next(each for each in self.driver.find_elements(By.TAG_NAME, "form")
                    if each.is_displayed())
        for name, text in fields.items():
            field = form.find_element(By.NAME, name)
            field.clear()
            field.send_keys(text)
        form.find_element(By.CSS_SELECTOR, "button").click()

    def complaints(self):
        # What the server refused on purpose is told by the browser too.
        return [each["message"] for each in self.driver.get_log("browser")
                if "Failed to load resource" not in each["message"]]


def first_start(visitor, place, link):
    page = visitor.driver.get
    find = visitor.find
    page(f"{place}/en/setup")
    visitor.wait("a link that is not whole", lambda: "not whole" in find(".problem").text)
    page(link.replace("/setup#", "/zh/setup#"))
    page("about:blank")
    page(link.replace("/setup#", "/zh/setup#"))
    visitor.wait("set-up in Chinese", lambda: find("h2").text == "初次设置Sojourn")
    visitor.fill(name="o", person="Olga Example", password="password")
    visitor.wait("what is wrong, in Chinese", lambda: "最先被猜到" in find("#password-fault").text)
    find("nav a").click()
    visitor.wait("set-up in English", lambda: find("h2").text == "Set up Sojourn")
    visitor.fill(name="olga", person="Olga Example", password=PASSWORD)
    visitor.wait("the account is made", lambda: find("#done").is_displayed())
    assert find("#done strong").text == "olga"
    find("#done a").click()
    visitor.wait("sign-in", lambda: find("[name=code]").is_displayed())
    visitor.fill(name="olga", password="not this one")
    visitor.wait("wrong password", lambda: "not right" in find(".problem").text)
    visitor.fill(name="olga", password=PASSWORD)
    visitor.wait("second factor", lambda: "Olga Example" in find("[data-who]").text)
    visitor.fill()
    visitor.wait("the key", lambda: find("#confirm code").text != "")
    secret = find("#confirm code").text
    assert find("#confirm [data-answer-link]").get_attribute("href").startswith("otpauth://")
    visitor.fill(code=code_of(secret))
    visitor.wait("the second factor is set up", lambda: find("#done").is_displayed())
    assert len(find("#done [data-answer=codes]").text.split()) == 10, "the recovery codes"
    find("#done a").click()
    visitor.wait("the first page", lambda: find("strong[data-who]").text == "Olga Example")
    find("[data-sign-out]").click()
    visitor.wait("signed out", lambda: find("[data-when=signed-out] a").is_displayed())
    page(f"{place}/zh/sign-in")
    visitor.wait("sign-in in Chinese", lambda: find("h2").text == "登录")
    visitor.fill(name="olga", password=PASSWORD, code=code_of(secret, ahead=1))
    visitor.wait("signed in again", lambda: find("strong[data-who]").text == "Olga Example")
    page(f"{place}/zh/api")
    visitor.wait("operations", lambda: len(visitor.driver.find_elements(By.TAG_NAME, "section")) > 20)
    return secret


def main():
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="sojourn-web-") as folder:
        server = subprocess.Popen(
            [sys.argv[1], "serve", "--data", f"{folder}/data", "--listen", "127.0.0.1:0",
             "--language", "en"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            link = ""
            while "/setup#" not in link:
                link = server.stdout.readline()
                assert link, "the server ended"
            link = link.strip()
            visitor = Visitor(pictures)
            try:
                first_start(visitor, re.match(r"http://[^/]*", link).group(0), link)
                complaints = visitor.complaints()
                assert not complaints, complaints
            finally:
                visitor.driver.quit()
        finally:
            server.terminate()
            server.wait()
    print("the first start works in the browser")


main()
