"""How each client is told for whom it speaks, and what its calls are given beside that.

All of them speak to Adobe's own hosts: the proxy in the environment leads to the practice Adobe, whose root certificate is
there too, as it would be behind a company's proxy.
"""

import json
import pathlib


def known(order):
    """What every client may be given."""
    folder = pathlib.Path(order["folder"])
    project = order["project"]
    config = folder / "credentials.json"
    config.write_text(json.dumps({name: project[name] for name in ("org_id", "client_id", "secret", "scopes")}))
    table = folder / "table.csv"
    table.write_text("key,value\na,1\n")
    return {
        "org": project["org_id"],
        "client": project["client_id"],
        "secret": project["secret"],
        "scopes": project["scopes"],
        "account": project["technical_account_id"],
        "key": project["private_key"],
        "folder": str(folder),
        "configFile": str(config),
        "csvFile": str(table),
        "graph": str(folder / "graph.ttl"),
    }


def aepp(order):
    """It checks no certificate, whatever it is told."""
    import aepp
    import pandas

    kept = known(order)
    # Without retries: it waits for seconds in between.
    aepp.configure(
        org_id=kept["org"], client_id=kept["client"], secret=kept["secret"], scopes=kept["scopes"], retry=0
    )
    field = {"path": "_interop.note", "type": "string", "xdmType": "string", "title": "Note", "description": "A note"}
    # A person of the practice Adobe's.
    kept["known"] = "joana.antunes@example.com"
    return kept | {"frame": pandas.DataFrame([field | {"fieldGroup": "Interop", "origin": "self"}])}


def aanalytics2(order):
    import aanalytics2

    kept = known(order)
    aanalytics2.configure(
        org_id=kept["org"], client_id=kept["client"], secret=kept["secret"], scopes=kept["scopes"]
    )
    return kept


def umapi_client(order):
    import requests
    import umapi_client

    kept = known(order)
    auth = umapi_client.OAuthS2S(kept["client"], kept["secret"])
    signed = umapi_client.JWTAuth(kept["org"], kept["client"], kept["secret"], kept["account"], kept["key"])
    throttled = requests.Response()
    throttled.status_code = 429
    throttled.headers["Retry-After"] = "38"
    removal = umapi_client.UserAction("new@example.com")
    removal.remove_from_organization()
    return kept | {
        "auth": auth,
        "signed": signed,
        "connection": umapi_client.Connection(kept["org"], auth, max_retries=1),
        "throttled": throttled,
        "removal": removal,
        "groupsPath": f"/groups/{kept['org']}/0",
    }


SETUPS = {"aepp": aepp, "aanalytics2": aanalytics2, "umapi_client": umapi_client}
