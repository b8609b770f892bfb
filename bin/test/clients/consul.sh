# Part of clients-test: the command line of Consul, which speaks through Consul's own client library in Go.
consul() { timeout 20 "$dir/debian/usr/bin/consul" "$@" 2>&1 || echo "exit $?"; }

expect "consul kv put" "Success! Data written to: g/a" "$(consul kv put g/a 'one two')"
expect "consul kv get" "one two" "$(consul kv get g/a)"
expect "consul kv get -detailed" "*Flags*0*LockIndex*Value*one two*" "$(consul kv get -detailed g/a)"
expect "consul kv put -cas" "Error! Did not write to g/a: CAS failed*" "$(consul kv put -cas -modify-index=1 g/a x)"
expect "consul kv get -keys" "g/a" "$(consul kv get -keys g/)"
consul kv export g/ >"$dir/export.json"
expect "consul kv delete -recurse" "Success! Deleted keys with prefix: g/" "$(consul kv delete -recurse g/)"
expect "consul kv import" "Imported: g/a" "$(consul kv import "@$dir/export.json")"
expect "consul kv get -recurse" "g/a:one two" "$(consul kv get -recurse g/)"
expect "consul members" "*n1*alive*server*dc1*" "$(consul members)"
expect "consul members -detailed" "*n1*alive*" "$(consul members -detailed)"
expect "consul catalog datacenters" "dc1" "$(consul catalog datacenters)"
expect "consul catalog nodes -detailed" "*n1*127.0.0.1*rack=r1*" "$(consul catalog nodes -detailed)"
echo '{"service":{"name":"gs","port":99,"tags":["x"],"check":{"ttl":"600s","status":"passing"}}}' >"$dir/gs.json"
expect "consul services register" "Registered service: gs" "$(consul services register "$dir/gs.json")"
listed() { consul catalog services -tags | grep -q '^gs  *x'; }
until_true "consul catalog services lists it" listed || true
expect "consul watch -type=service" '*"Service": "gs"*"passing"*' "$(consul watch -type=service -service=gs)"
expect "consul watch -type=key" '*"Key": "g/a"*' "$(consul watch -type=key -key=g/a)"
expect "consul watch -type=checks" '*"CheckID": "service:gs"*' "$(consul watch -type=checks -service=gs)"
expect "consul maint -enable" "Node maintenance is now enabled" "$(consul maint -enable -reason=upgrade)"
expect "consul maint" "*n1*upgrade*" "$(consul maint)"
expect "consul maint -disable" "Node maintenance is now disabled" "$(consul maint -disable)"
expect "consul services deregister" "Deregistered service: gs" "$(consul services deregister -id=gs)"
expect "consul event" "Event ID: *" "$(consul event -name=deploy v1)"
expect "consul watch -type=event" '*"Name": "deploy"*' "$(consul watch -type=event -name=deploy)"
expect "consul lock" "*held*" "$(consul lock g/lock echo held)"
expect "consul info" "*agent:*" "$(consul info)"
expect "consul operator raft list-peers" "*n1*leader*true*" "$(consul operator raft list-peers)"
expect "consul operator autopilot get-config" "*CleanupDeadServers*" "$(consul operator autopilot get-config)"
expect "consul rtt" "Estimated n1 <-> n1 rtt: *" "$(consul rtt n1 n1)"
expect "consul reload" "Configuration reload triggered" "$(consul reload)"
expect "consul force-leave of nobody" "*No node found with name*exit 1" "$(consul force-leave nobody)"
expect "consul snapshot save" "Saved and verified snapshot to index *" "$(consul snapshot save "$dir/s.snap")"
expect "consul snapshot inspect" "*Index*Version*" "$(consul snapshot inspect "$dir/s.snap")"
consul kv delete g/a >/dev/null
expect "consul snapshot restore" "Restored snapshot" "$(consul snapshot restore "$dir/s.snap")"
expect "and the key is back" "one two" "$(consul kv get g/a)"
timeout 20 "$dir/debian/usr/bin/consul" monitor -log-level=debug >"$dir/monitor" 2>&1 </dev/null &
logged() { consul reload >/dev/null && grep -q "configuration" "$dir/monitor"; }
until_true "consul monitor shows the log" logged || cat "$dir/monitor"
