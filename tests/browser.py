# SPDX-License-Identifier: MIT
"""A browser without a window, driven through its DevTools pipe; nothing but the standard library.

    with Browser(program) as browser:
        page = browser.open(path, width=1280, script=True, dark=False, media="screen")
        page.evaluate("document.title")     # and page.requests, page.errors
"""
import json
import os
import pathlib
import subprocess
import tempfile

SWITCHES = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--remote-debugging-pipe",
]


class Browser:
    """One process with an empty profile. Messages end with a NUL, on descriptors 3 and 4."""

    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory()
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()
        command = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}'
        self.process = subprocess.Popen(
            ["bash", "-c", command, program, *SWITCHES, f"--user-data-dir={self.profile.name}"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.last = 0
        self.listeners = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.writer)
        os.close(self.reader)
        try:
            self.profile.cleanup()
        except OSError:
            pass  # it is still writing its farewell

    def receive(self):
        while b"\0" not in self.buffer:
            part = os.read(self.reader, 1 << 16)
            if not part:
                raise RuntimeError("the browser is gone")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def step(self):
        """Reads one message; events go to the page they belong to."""
        message = self.receive()
        if "method" in message and message.get("sessionId") in self.listeners:
            self.listeners[message["sessionId"]].on_event(message)
        return message

    def call(self, method, session=None, **params):
        self.last += 1
        number = self.last
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.step()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def open(self, path, **options):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session, path, **options)


class Page:
    """A page that has been loaded; keeps what it asked for and what it complained about."""

    def __init__(self, browser, session, path, width=1280, height=900, script=True, dark=False,
                 media="screen", still=False):
        self.browser = browser
        self.session = session
        self.requests = []
        self.errors = []
        self.loaded = False
        browser.listeners[session] = self
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 500)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"}])
        self.call("Page.navigate", url=pathlib.Path(path).resolve().as_uri())
        while not self.loaded:
            browser.step()

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def on_event(self, message):
        method, params = message["method"], message["params"]
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"])[:300])
        elif method == "Runtime.consoleAPICalled":
            self.errors.append(f"console: {json.dumps(params['args'])[:300]}")
        elif method == "Log.entryAdded":
            self.errors.append(params["entry"]["text"][:300])
        elif method == "Page.javascriptDialogOpening":
            self.errors.append(f"dialog: {params['message']}")
        elif method == "Page.loadEventFired":
            self.loaded = True

    def evaluate(self, expression):
        """The value of an expression, also where the page's own scripts do not run."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:400])
        return answer["result"].get("value")

    def key(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=code, text="\r" if key == "Enter" else "")

    def close(self):
        del self.browser.listeners[self.session]
        self.call("Page.close")
