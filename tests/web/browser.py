"""What the tests of pages share: a browser (Debian's Chromium and Selenium) and a server of their own.

Whatever the browser complains of (the content policy, a script) fails a test, axe-core's findings too.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

try:
    from selenium import webdriver
    from selenium.common.exceptions import TimeoutException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
PATIENCE = 20  # seconds
LOOK_AGAIN = 0.05  # seconds
TALLEST = 4000  # pixels of a picture: what follows are more rows of the same
# Brackets may open in one text node and close in another, where a value stands in between; what is
# the same in all languages (the name, keys of a keyboard, names of languages) is marked by its tag.
RULES = {
    "all": "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}",
    "color": "{preload: false, runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}",
    "place": "{preload: false, runOnly: {type: 'rule', values: ['target-size', 'scrollable-region-focusable']}}",
}
# How many questions of the page are on their way; one that was answered counts until it is drawn.
COUNTED = """
window.onTheWay = 0;
const asked = window.fetch;
window.fetch = (...given) => {
  window.onTheWay += 1;
  return asked(...given).finally(() => setTimeout(() => { window.onTheWay -= 1; }, 30));
};
"""
BARE = """
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const bare = [];
while (walk.nextNode()) {
  const at = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
  if (/\\p{L}/u.test(text) && !/^\u27e6[^]*\u27e7$/.test(text) &&
      !at.closest('bdi, [dir=auto], kbd, code, script, style, noscript, .brand, [lang]:not(html)')) {
    bare.push(text);
  }
}
for (const each of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
  for (const name of ['aria-label', 'title', 'placeholder']) {
    const text = each.getAttribute(name);
    if (text && /\\p{L}/u.test(text) && !text.includes('\u27e6')) bare.push(name + ': ' + text);
  }
}
return bare;
"""


def code_of(secret, ahead=0):
    """RFC 6238. A code is good once: the server takes that of the next step too."""
    step = int(time.time()) // 30 + ahead
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[19] & 15
    return f"{(int.from_bytes(mac[at:at + 4], 'big') & 0x7fffffff) % 1_000_000:06}"


class Server:
    """`sojourn serve` in a directory of its own, until the end of `with`."""

    def __init__(self, program, *arguments, listen="127.0.0.1:0"):
        self.process = subprocess.Popen(
            [program, "serve", *arguments, "--listen", listen, "--language", "en"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.printed = ""

    def until(self, words):
        """The line with these words, which the server is about to print."""
        while True:
            line = self.process.stdout.readline()
            assert line, "the server ended:\n" + self.printed
            self.printed += line
            if words in line:
                return line.strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Example(Server):
    """The example county. Signs in by the API, so that a page's test begins at its page."""

    def __init__(self, program, data=None, listen="127.0.0.1:0", more=()):
        """`data`: a directory that stays; with an example in it, that goes on. `more`: of the command line.

        To make and plan the county takes five seconds: whoever runs many scripts has it made once (example.py) and
        names that directory in SOJOURN_EXAMPLE; each script works on a copy of its own.
        """
        made = os.environ.get("SOJOURN_EXAMPLE")
        self.copy = None
        if made and not (data and os.path.exists(data)):
            if data is None:
                self.copy = tempfile.TemporaryDirectory(prefix="sojourn-example-")
                data = self.copy.name + "/data"
            shutil.copytree(made, data)
        super().__init__(program, "--example", "county", *(["--data", data] if data else []), *more, listen=listen)
        self.key = self.until("one for all:").rsplit(" ", 1)[1]
        self.place = re.search(r"http://[^/\s]*", self.printed).group(0)
        self.password = re.search(r"Password of them all: (\S.*)", self.printed).group(1)
        self.sessions = {}

    def __exit__(self, *of):
        super().__exit__(*of)
        if self.copy:
            self.copy.cleanup()

    def session_of(self, name):
        """The value of the cookie of a session, made once for each account."""
        if name not in self.sessions:
            body = {"name": name, "password": self.password}
            for attempt in ("without a code", "with one", "with that of the next step", "with a later one"):
                # No code serves twice, and another server of the same data may have seen this one.
                if attempt == "with a later one":
                    time.sleep(30 - time.time() % 30 + 0.5)
                if attempt != "without a code":
                    body["code"] = code_of(self.key, ahead=0 if attempt == "with one" else 1)
                request = urllib.request.Request(
                    self.place + "/api/session", json.dumps(body).encode(), method="POST",
                    headers={"Content-Type": "application/json", "Idempotency-Key": f"{name}-{time.time()}"})
                try:
                    with urllib.request.urlopen(request) as answer:
                        cookie = answer.headers["Set-Cookie"]
                except urllib.error.HTTPError as refused:
                    expected = attempt.startswith("with ") and attempt != "with a later one" or b"code_needed" in refused.read()
                    assert expected, f"{name}: {refused}"
                    continue
                self.sessions[name] = re.match(r"session=([^;]*)", cookie).group(1)
                break
        return self.sessions[name]

    def get(self, name, path):
        """What the API tells that account."""
        fields = {"Cookie": "session=" + self.session_of(name)}
        with urllib.request.urlopen(urllib.request.Request(self.place + path, headers=fields)) as answer:
            return json.loads(answer.read())

    def post(self, name, path, body):
        """A change by the API, as that account, for a page to show."""
        return self.send(name, path, json.dumps(body), "application/json")

    def send(self, name, path, text, kind, method="POST"):
        """The same of a body of any kind, such as text/csv."""
        fields = {"Cookie": "session=" + self.session_of(name), "Content-Type": kind,
                  "Idempotency-Key": f"{name}-{time.time()}"}
        with urllib.request.urlopen(urllib.request.Request(self.place + "/api/account", headers=fields)) as answer:
            fields["X-CSRF-Token"] = answer.headers["X-CSRF-Token"]
        request = urllib.request.Request(self.place + path, text.encode(), fields, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def take(self, kind, lines):
        """Rows of a table, as the officer imports them."""
        taken = self.send("officer", f"/api/{kind}/import", "\n".join(lines) + "\n", "text/csv")
        assert taken["written"], taken

    def grow(self, sites=200):
        """The example with as many sites, and people for them: a draft for all of them, after a short search."""
        there = self.get("officer", "/api/sites?limit=1&count=true")["count"]
        areas = self.get("officer", "/api/areas?kind=township&limit=200")["items"]
        sponsors = self.get("officer", "/api/sponsors?limit=200")["items"]
        more = range(sites - there)
        self.take("sites", ["name,area,kind,tier,min_team,target_team,x_km,y_km"] + [
            f"New Weir {i + 1},{areas[i % len(areas)]['id']},village,{('low', 'middle', 'high')[i % 3]},2,3,{i % 20 * 3},{i // 20 * 5}"
            for i in more])
        self.take("staff", ["name,code,sponsor,roles"] + [
            f"Person {i + 1},N{i:05},{sponsors[i % len(sponsors)]['id']},{'leader; member' if i % 3 == 0 else 'member'}"
            for i in range(4 * len(more))])
        self.take("placings", ["staff,x_km,y_km"] + [f"N{i:05},{i % 60},{i % 45}" for i in range(4 * len(more))])
        made = self.post("officer", "/api/plans", {"name": f"{sites} sites", "starts_on": "2027-03-01", "time_limit": 3})
        for _ in range(120):
            plan = self.get("officer", f"/api/plans/{made['id']}")
            if plan["state"] != "waiting":
                break
            time.sleep(1)
        assert plan["state"] == "draft" and plan["sites"] == sites, plan
        return plan["id"]


class Visitor:
    """One browser. `size`: of its window, as at a desk."""

    def __init__(self, place, size=(1280, 900)):
        options = webdriver.ChromeOptions()
        for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--no-proxy-server", "--force-prefers-reduced-motion",
                     f"--window-size={size[0]},{size[1]}"):
            options.add_argument(each)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.place = place
        self.axe = AXE.read_text(encoding="utf-8")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def until(self, what, shown):
        """What `shown` gives once it gives something; whatever it throws, there is nothing yet."""
        try:
            return WebDriverWait(self.driver, PATIENCE, LOOK_AGAIN, ignored_exceptions=(Exception,)).until(lambda _: shown())
        except TimeoutException as late:
            raise TimeoutException(f"not seen: {what}\n{self.text()}") from late

    def text(self):
        # Not the driver's own, which takes a second of a page with hundreds of buttons.
        return self.driver.execute_script("return document.body.innerText")

    def shows(self, words):
        self.until(words, lambda: words in self.text())

    def kept(self, press):
        """What a press hands to the browser to keep: its name and its bytes."""
        self.driver.execute_script(
            "window.keptFile = undefined; const made = URL.createObjectURL.bind(URL);"
            "URL.createObjectURL = (blob) => { blob.arrayBuffer().then((bytes) => { let text = '';"
            "for (const byte of new Uint8Array(bytes)) { text += String.fromCharCode(byte); } window.keptFile = btoa(text); });"
            "return made(blob); };"
            "HTMLAnchorElement.prototype.click = function () { window.keptName = this.download; };")
        press()
        self.until("the file", lambda: self.driver.execute_script("return window.keptFile !== undefined"))
        name, text = self.driver.execute_script("return [window.keptName, window.keptFile]")
        return name, base64.b64decode(text)

    def button(self, words):
        """The button or link that says so, once it is there."""
        return self.until(f"a button that says {words}", lambda: self.driver.execute_script(
            "return [...document.querySelectorAll('button, a')].find("
            "(each) => each.checkVisibility() && each.innerText.includes(arguments[0]))", words))

    def field(self, name, value):
        # clear() empties the field without telling the page's script.
        self.named(name).send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.BACKSPACE, value)

    def paste(self, field, text):
        """In place of all that stands in a field; a long text by keys takes the browser seconds."""
        field.send_keys(Keys.CONTROL, "a")
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def named(self, name):
        """The field of that name that is seen. Not by the driver's own is_displayed(), which is slow."""
        field = self.driver.execute_script(
            "return [...document.getElementsByName(arguments[0])].find((each) => each.checkVisibility())", name)
        assert field, f"no field {name} is shown"
        return field

    def day(self, name, date):
        """A day as the browser's own calendar gives it: its order of typing is the machine's, not the page's."""
        field = self.named(name)
        self.driver.execute_script(
            "const [field, date] = arguments;"
            "Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, date);"
            "field.dispatchEvent(new Event('input', {bubbles: true}));", field, date)

    def come_as(self, session):
        """With the cookie of that session, or with none."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        if session:
            self.driver.execute_cdp_cmd("Network.setCookie", {"name": "session", "value": session, "url": self.place + "/"})

    def prefer(self, language, theme):
        """From the next page on."""
        if not self.driver.current_url.startswith(self.place):
            self.driver.get(self.place + "/healthz")
        self.driver.execute_script(
            "localStorage.setItem('sojourn.language', arguments[0]);"
            "localStorage.setItem('sojourn.theme', arguments[1])", language, theme)

    def go(self, path):
        """To a page of the desk; ready when nothing of it is still loaded."""
        if "#" in path:  # else the browser stays on the page that it has, if only what follows it differs
            self.driver.get(self.place + "/healthz")
        self.driver.get(self.place + path)
        self.settle()

    def count_questions(self):
        """From the next page on settle() waits for what is asked for, too, where something is shown meanwhile."""
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": COUNTED})

    def turn(self, path):
        """To another address of the desk without loading it anew, as by a link of the page."""
        self.driver.execute_script(
            "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate', {state: null}))", path)
        self.settle()

    def speak(self, language):
        """Another language without loading the page anew: by its switch; pseudo, which has none, as if another
        window of this browser had chosen it."""
        self.driver.execute_script(
            "if (arguments[0] === 'pseudo') {"
            "  localStorage.setItem('sojourn.language', 'pseudo');"
            "  dispatchEvent(new StorageEvent('storage', {key: 'sojourn.language', newValue: 'pseudo'}));"
            "} else { document.querySelector(`button[lang=${arguments[0]}]`).click(); }", language)
        lang, direction = ("zh-Hans" if language == "zh" else "en"), ("rtl" if language == "pseudo" else "ltr")
        self.until(language, lambda: self.all(f"html[lang={lang}][dir={direction}]"))
        self.settle()

    def settle(self):
        self.until("the page, loaded", lambda: self.driver.execute_script(
            "return document.querySelector('h1') && !document.querySelector('.skeleton') && !(window.onTheWay > 0)"))

    def picture(self, file, whole=True):
        """Of the page as far as it differs, or of the window alone; a .jpg is made in half the time of a .png."""
        file.parent.mkdir(parents=True, exist_ok=True)
        of = {"format": "png"} if file.suffix == ".png" else {"format": "jpeg", "quality": 60}
        if whole:
            width, height = self.driver.execute_script("return [innerWidth, document.documentElement.scrollHeight]")
            of |= {"captureBeyondViewport": True,
                   "clip": {"x": 0, "y": 0, "width": width, "height": max(min(height, TALLEST), 400), "scale": 1}}
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"optimizeForSpeed": True, **of})
        file.write_bytes(base64.b64decode(shot["data"]))

    def dark(self, wanted=True):
        """To the dark theme, or back to the light one, by its switch."""
        self.driver.execute_script("arguments[0].click()", self.button("☾" if wanted else "☀"))
        theme = "dark" if wanted else "light"
        self.until(theme, lambda: self.find("html").get_attribute("data-theme") == theme)

    def accessibility(self, rules="all"):
        """What axe-core finds against WCAG 2.2 AA and best practice; of rules "color", of colours alone, and of
        "place", of what depends on where things stand and how large they are."""
        if not self.driver.execute_script("return typeof axe !== 'undefined'"):
            self.driver.execute_script(self.axe)
        # What passed is not told: to describe it takes as long as to find it.
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations'], ..." + RULES[rules] + "})"
            ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' (' +"
            " n.failureSummary + ')').join('; '))))")

    def bare_texts(self):
        """Texts with letters in them that are neither bracketed by the pseudo-language nor in <bdi>."""
        return self.driver.execute_script(BARE)

    def complaints(self):
        """What the browser said since the last time; not the answers that the server refused on purpose."""
        return [each["message"] for each in self.driver.get_log("browser")
                if "Failed to load resource" not in each["message"]]
