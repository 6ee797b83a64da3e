#!/usr/bin/python3
"""Notices by e-mail, with a mail server that takes, refuses, puts off and hangs up: mail.py PROGRAM

The server is the example county's; what people do goes by its API; what arrives is read as a mail program
would read it.
"""

import email
import email.policy
import pathlib
import queue
import socketserver
import sys
import threading
import time
import urllib.error

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "web"))

from browser import Example  # noqa: E402

PATIENCE = 20


class Office(socketserver.ThreadingTCPServer):
    """A mail server as far as RFC 5321 goes that a sender needs it. `way`: how it treats the next ones."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.way = "takes"
        self.mails = queue.Queue()
        self.tried = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def next(self):
        """What arrived: to whom, and the message."""
        return self.mails.get(timeout=PATIENCE)


class Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 office.example.org")
        to = None
        while line := self.rfile.readline().decode("ascii").strip():
            verb = line.split(" ")[0].upper()
            if verb == "RCPT":
                to = line.split("<")[1].split(">")[0]
                self.server.tried.put(to)
                if self.server.way == "refuses":
                    self.say("550 no such box")
                    continue
                if self.server.way == "puts off":
                    self.say("451 later")
                    continue
            if verb == "DATA":
                if self.server.way == "hangs up":
                    return
                self.say("354 go on")
                message = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    message += part
                self.server.mails.put((to, message))
            if verb == "QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")


def read(message):
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    return str(parsed["subject"]), parsed.get_content().replace("\r\n", "\n")


def until(what, check):
    for _ in range(PATIENCE * 10):
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("not seen: " + what)


def main():
    office = Office()
    more = ["--smtp", f"smtp://127.0.0.1:{office.server_address[1]}", "--mail-from", "sojourn@example.org",
            "--public-address", "https://sojourn.example.org/"]
    with Example(sys.argv[1], more=more) as server:
        # No address, no mail; a wrong one is refused with what is due.
        assert server.get("sponsor", "/api/account/mail") == {"sends_mail": True}
        try:
            server.post("sponsor", "/api/account/mail", {"address": "sun@example.org\r\nBcc: all@example.org"})
            raise AssertionError("two lines are no address")
        except urllib.error.HTTPError as refused:
            assert refused.code == 422 and b"not_mail_address" in refused.read()
        # The first mail says that it works, in the language that was chosen.
        server.post("sponsor", "/api/account/mail", {"address": "sun@example.org", "language": "zh"})
        to, message = office.next()
        subject, text = read(message)
        assert to == "sun@example.org" and "Sojourn" in subject and "待办" in text, (to, subject, text)
        assert text.rstrip().endswith("https://sojourn.example.org/account"), text
        # A round asks their organisation for people.
        area = server.get("officer", "/api/areas?kind=county&limit=1")["items"][0]["id"]
        sponsor = server.get("sponsor", "/api/sponsors?limit=1")["items"][0]
        name = server.get("sponsor", "/api/account")["person"]

        def ask(number):
            made = server.post("officer", "/api/rounds", {
                "name": f"Round {number}", "area": area, "notice": "No. 7", "posts": 4, "opens_on": "2026-11-01",
                "deadline": "2027-02-01", "starts_on": "2027-06-01"})
            return server.post("officer", "/api/round-places", {"round": made["id"], "sponsor": sponsor["id"], "places": 2})

        place = ask(1)
        to, message = office.next()
        subject, text = read(message)
        assert to == "sun@example.org" and "单位" in subject, (to, subject)
        assert text.rstrip().endswith(f"https://sojourn.example.org/rounds/places/{place['id']}"), text
        # Whoever reads along learns nothing of anybody.
        assert name not in text and sponsor["name"] not in subject + text and "Round 1" not in subject + text, text
        # A server that hangs up or puts off is asked again later; one that refuses is not.
        for way, state in (("hangs up", "waiting"), ("puts off", "waiting"), ("refuses", "given_up")):
            office.way = way
            before = len(server.get("administrator", f"/api/mails?state={state}")["items"])
            ask(way)
            mails = until(way, lambda: [each for each in server.get("administrator", f"/api/mails?state={state}")["items"]
                                        if each.get("trouble")][before:])
            assert "example.org" not in str(mails) or "Round" not in str(mails), mails
        assert any("550" in each["trouble"] for each in mails), mails
        assert office.mails.empty()
        # Taken back: nothing more is tried.
        office.way = "takes"
        server.send("sponsor", "/api/account/mail", "", "application/json", method="DELETE")
        while not office.tried.empty():
            office.tried.get()
        ask("the last")
        time.sleep(4)
        assert office.tried.empty() and office.mails.empty()
        sent = server.get("administrator", "/api/mails?state=sent")["items"]
        assert len(sent) == 2, sent
    print("notices by e-mail: taken, refused, put off, hung up on")


main()
