"""The practice Adobe's record of what it was asked. These clients hide most refusals from their callers."""

import json
import urllib.request


class Practice:
    """The control interface over plain HTTP."""

    def __init__(self, control):
        self.control = control
        # Past HTTPS_PROXY, which is this very practice Adobe.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def forget(self):
        self.ask("DELETE")

    def requests(self):
        names = ("status", "method", "host", "path")
        return [{name: request[name] for name in names} for request in json.loads(self.ask("GET"))]

    def ask(self, method):
        headers = {self.control["header"]: self.control["token"]}
        address = f"{self.control['address']}/requests"
        with self.opener.open(urllib.request.Request(address, method=method, headers=headers)) as answer:
            return answer.read()
