"""python3-consul, its calls but those of the ACLs, against the agent at CONSUL_HTTP_ADDR."""

import os
import sys
import threading
import time
import traceback

import consul

host, port = os.environ["CONSUL_HTTP_ADDR"].split(":")
c = consul.Consul(host=host, port=int(port))


def until(what, condition):
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not come about that " + what
        time.sleep(0.05)


def keys():
    assert c.kv.put("p/a", "green")
    assert c.kv.put("p/b", "2", flags=7)
    assert not c.kv.put("p/b", "3", cas=1)
    assert c.kv.get("p/a")[1]["Value"] == b"green"
    assert c.kv.get("p/b")[1]["Flags"] == 7
    assert c.kv.get("p/none")[1] is None
    assert c.kv.get("p/", keys=True)[1] == ["p/a", "p/b"]
    assert len(c.kv.get("p/", recurse=True)[1]) == 2
    index = c.kv.get("p/a")[0]
    later = threading.Timer(0.2, lambda: consul.Consul(host=host, port=int(port)).kv.put("p/a", "4"))
    later.start()
    assert c.kv.get("p/a", index=index, wait="10s")[1]["Value"] == b"4"
    c.kv.delete("p/", recurse=True)
    assert c.kv.get("p/", recurse=True)[1] is None


def sessions():
    session = c.session.create(name="python", ttl=60, behavior="delete", lock_delay=1)
    assert c.kv.put("plock", "1", acquire=session)
    assert c.session.info(session)[1]["Name"] == "python"
    assert c.session.renew(session)["ID"] == session
    assert session in [s["ID"] for s in c.session.list()[1]]
    node = c.session.info(session)[1]["Node"]
    assert session in [s["ID"] for s in c.session.node(node)[1]]
    assert c.kv.put("plock", "1", release=session)
    assert c.session.destroy(session)
    assert c.session.info(session)[1] is None


def services():
    assert c.agent.service.register("pweb", "pweb-1", port=8084, tags=["v2"])
    assert "pweb-1" in c.agent.services()
    until("it passes", lambda: len(c.health.service("pweb", passing=True)[1]) == 1)
    assert c.catalog.service("pweb", tag="v2")[1][0]["ServicePort"] == 8084
    assert c.catalog.services()[1]["pweb"] == ["v2"]
    assert c.catalog.datacenters() == ["dc1"]
    node = c.catalog.nodes()[1][0]["Node"]
    assert "pweb-1" in c.catalog.node(node)[1]["Services"]
    assert c.agent.service.maintenance("pweb-1", True, "upgrade")
    until("it is in maintenance", lambda: len(c.health.checks("pweb")[1]) == 1)
    assert c.agent.maintenance(True, "all")
    assert c.agent.maintenance(False)
    assert c.health.node(node)[1]
    # Its agent.service.deregister and all of agent.check but register send GET, which Consul has refused since 1.0.


def catalog():
    check = {"Node": "poutside", "CheckID": "pdisk", "Name": "disk", "Status": "critical"}
    assert c.catalog.register("poutside", "10.9.9.6", service={"Service": "pdb", "ID": "pdb"}, check=check)
    assert "pdisk" in [x["CheckID"] for x in c.health.state("critical")[1]]
    assert len(c.catalog.service("pdb")[1]) == 1
    assert c.catalog.deregister("poutside")
    assert c.catalog.service("pdb")[1] == []


def cluster():
    assert c.agent.self()["Config"]["Server"]
    assert c.agent.members()
    assert c.status.leader()
    assert c.status.peers()
    assert c.coordinate.datacenters()
    assert c.coordinate.nodes() is not None
    assert c.operator.raft_config()["Servers"]


def events():
    fired = c.event.fire("python", "v2")
    assert [e["ID"] for e in c.event.list("python")[1]] == [fired["ID"]]


def queries():
    c.agent.service.register("pq", "pq-1", port=1)
    query = c.query.create("pq", name="p-query")["ID"]
    until("it answers", lambda: len(c.query.execute("p-query")["Nodes"]) == 1)
    assert c.query.get(query)[0]["Service"]["Service"] == "pq"
    assert query in [q["ID"] for q in c.query.list()]
    assert c.query.update(query, "pq", name="p-query", ttl="5s")
    assert c.query.explain("p-query")["Query"]["Name"] == "p-query"
    assert c.query.delete(query)


failures = 0
for test in (keys, sessions, services, catalog, cluster, events, queries):
    try:
        test()
        print("ok: " + test.__name__)
    except Exception:
        failures += 1
        print("FAILED: " + test.__name__)
        traceback.print_exc(file=sys.stdout)
sys.exit(1 if failures else 0)
