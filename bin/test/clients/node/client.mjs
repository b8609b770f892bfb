// npm's `consul`, its calls but those of the ACLs, against the agent at CONSUL_HTTP_ADDR.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(process.cwd() + "/");
const Consul = require("consul");
const [host, port] = process.env.CONSUL_HTTP_ADDR.split(":");
const consul = new Consul({ host, port: Number(port) });

async function until(what, condition) {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `it did not come about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const tests = {
  async "keys are written, read, listed and deleted"() {
    assert.equal(await consul.kv.set("n/a", "grün"), true);
    assert.equal(await consul.kv.set({ key: "n/b", value: "2", flags: 7 }), true);
    assert.ok(!(await consul.kv.set({ key: "n/b", value: "3", cas: "1" })));
    assert.equal((await consul.kv.get("n/a")).Value, "grün");
    assert.equal((await consul.kv.get("n/b")).Flags, 7);
    assert.equal(await consul.kv.get("n/none"), undefined);
    assert.deepEqual(await consul.kv.keys("n/"), ["n/a", "n/b"]);
    assert.equal((await consul.kv.get({ key: "n/", recurse: true })).length, 2);
    await consul.kv.del({ key: "n/", recurse: true });
    assert.equal(await consul.kv.get({ key: "n/", recurse: true }), undefined);
    const done = await consul.transaction.create([
      { KV: { Verb: "set", Key: "n/t", Value: Buffer.from("t").toString("base64") } },
    ]);
    assert.equal(done.Results.length, 1);
  },

  async "a watch tells of changes"() {
    const seen = [];
    const watch = consul.watch({ method: consul.kv.get, options: { key: "n/watched", wait: "5s" } });
    watch.on("change", (data) => data && seen.push(data.Value));
    watch.on("error", (error) => assert.equal(error.message, "not found"));
    await consul.kv.set("n/watched", "1");
    await until("the first is seen", () => seen.includes("1"));
    await consul.kv.set("n/watched", "2");
    await until("the second is seen", () => seen.includes("2"));
    watch.end();
  },

  async "sessions hold locks"() {
    const { ID } = await consul.session.create({ name: "node", ttl: "60s", behavior: "delete" });
    assert.equal(await consul.kv.set({ key: "n/lock", value: "1", acquire: ID }), true);
    assert.equal((await consul.session.get(ID)).Name, "node");
    assert.equal((await consul.session.renew(ID))[0].ID, ID);
    assert.ok((await consul.session.list()).some((session) => session.ID === ID));
    const { Node } = await consul.session.get(ID);
    assert.ok((await consul.session.node(Node)).some((session) => session.ID === ID));
    await consul.session.destroy(ID);
    assert.equal(await consul.kv.get("n/lock"), undefined);
  },

  async "services and checks are registered and found"() {
    await consul.agent.service.register({
      name: "nweb", id: "nweb-1", port: 8083, tags: ["v2"], check: { ttl: "600s", status: "passing" },
    });
    assert.ok("nweb-1" in (await consul.agent.service.list()));
    await until("it passes", async () => (await consul.health.service({ service: "nweb", passing: true })).length === 1);
    assert.equal((await consul.catalog.service.nodes("nweb"))[0].ServicePort, 8083);
    assert.deepEqual((await consul.catalog.service.list()).nweb, ["v2"]);
    assert.deepEqual(await consul.catalog.datacenters(), ["dc1"]);
    const [{ Node }] = await consul.catalog.node.list();
    assert.ok("nweb-1" in (await consul.catalog.node.services(Node)).Services);
    await consul.agent.check.register({ name: "ndisk", id: "ndisk", ttl: "600s" });
    await consul.agent.check.warn({ id: "ndisk", note: "filling" });
    assert.equal((await consul.agent.check.list()).ndisk.Output, "filling");
    await consul.agent.check.fail("ndisk");
    await until("it is critical", async () =>
      (await consul.health.state("critical")).some((check) => check.CheckID === "ndisk"));
    await consul.agent.check.pass("ndisk");
    await consul.agent.check.deregister("ndisk");
    await consul.agent.service.maintenance({ id: "nweb-1", enable: true, reason: "upgrade" });
    await until("it is in maintenance", async () => (await consul.health.checks("nweb")).length === 2);
    assert.ok((await consul.health.node(Node)).length > 2);
    await consul.agent.maintenance({ enable: true });
    await consul.agent.maintenance({ enable: false });
    await consul.agent.service.deregister("nweb-1");
    await assert.rejects(consul.agent.check.pass("ndisk"));
  },

  async "the catalog takes what others register"() {
    await consul.catalog.register({ node: "noutside", address: "10.9.9.7", service: { service: "ndb", id: "ndb" } });
    assert.equal((await consul.catalog.service.nodes("ndb")).length, 1);
    await consul.catalog.deregister({ node: "noutside", id: "ndb" });
    assert.equal((await consul.catalog.service.nodes("ndb")).length, 0);
  },

  async "the agent and the servers are shown"() {
    assert.equal((await consul.agent.self()).Config.Server, true);
    assert.ok((await consul.agent.members()).length > 0);
    assert.match(await consul.status.leader(), /^127\.0\.0\.1:\d+$/);
    assert.ok((await consul.status.peers()).length > 0);
    await assert.rejects(consul.agent.forceLeave("nobody-of-this-name"), /No node found/);
    await consul.agent.reload();
  },

  async "events are fired and listed"() {
    const { ID } = await consul.event.fire("node", "v2");
    assert.deepEqual((await consul.event.list("node")).map((event) => event.ID), [ID]);
    assert.equal((await consul.event.list("node"))[0].Payload, "v2");
  },

  async "a prepared query is kept, changed, executed and deleted"() {
    await consul.agent.service.register({ name: "nq", id: "nq-1", port: 1 });
    const { ID } = await consul.query.create({ name: "n-query", service: { service: "nq" } });
    await until("it answers", async () => (await consul.query.execute("n-query")).Nodes.length === 1);
    assert.equal((await consul.query.get(ID)).Service.Service, "nq");
    assert.ok((await consul.query.list()).some((query) => query.ID === ID));
    await consul.query.update({ query: ID, name: "n-query", service: { service: "nq" }, dns: { ttl: "5s" } });
    await consul.query.explain("n-query"); // which drops the answer
    await consul.query.destroy(ID);
    await assert.rejects(consul.query.execute("n-query"));
    await consul.agent.service.deregister("nq-1");
  },
};

let failures = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok: ${name}`);
  } catch (error) {
    failures++;
    console.log(`FAILED: ${name}: ${error.stack}`);
  }
}
process.exit(failures === 0 ? 0 : 1);
