#!/usr/bin/python3
"""Makes the example county once for all scripts of pages: example.py PROGRAM DIRECTORY

It is made and planned anew in DIRECTORY; with SOJOURN_EXAMPLE=DIRECTORY each script begins with a copy of it
(browser.py). Needs no browser.
"""

import shutil
import subprocess
import sys


def main():
    program, directory = sys.argv[1:]
    shutil.rmtree(directory, ignore_errors=True)
    with subprocess.Popen([program, "serve", "--example", "county", "--data", directory, "--listen", "127.0.0.1:0"],
                          stdout=subprocess.PIPE, text=True) as server:
        made = any("one for all:" in line for line in server.stdout)
        server.terminate()
    return 0 if made else 1


sys.exit(main())
