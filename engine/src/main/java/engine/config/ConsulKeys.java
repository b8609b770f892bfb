package engine.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys of Consul that are read without effect, and what is said about each. Kept apart by block, in kebab-case. */
final class ConsulKeys {

    private static final String NOT_HERE = "has no counterpart here and no effect";
    private static final String PLAIN = "has no effect in this version: traffic is not encrypted";
    private static final String OPEN = "has no effect in this version: there is no access control";

    private static final Map<String, String> SAYING = new HashMap<>();

    static {
        put(
                NOT_HERE,
                "",
                "advertise-addr-ipv4 advertise-addr-ipv6 advertise-addr-wan advertise-addr-wan-ipv4 advertise-addr-wan-ipv6"
                        + " advertise-reconnect-timeout ae-interval audit auto-config auto-reload-config autopilot cache"
                        + " check-deregister-interval-min check-reap-interval cloud config-entries connect"
                        + " default-intention-policy default-query-time disable-anonymous-signature disable-coordinates"
                        + " disable-keyring-file discard-check-output"
                        + " discovery-max-stale enable-acl-replication enable-central-service-config"
                        + " enable-ui experiments gossip-lan gossip-wan license-path"
                        + " locality max-query-time"
                        + " non-voting-server partition peering performance primary-datacenter primary-gateways"
                        + " primary-gateways-interval protocol raft-boltdb raft-logstore raft-protocol"
                        + " raft-snapshot-interval raft-snapshot-threshold raft-trailing-logs read-replica"
                        + " reconnect-timeout-wan reporting retry-interval-wan"
                        + " retry-join-wan retry-max-wan rpc segment segment-limit segment-name-limit segments"
                        + " serf-lan serf-lan-allowed-cidrs serf-wan serf-wan-allowed-cidrs server-name server-rejoin-age-max"
                        + " start-join-wan static-runtime-config"
                        + " ui ui-config ui-content-path ui-dir use-streaming-backend"
                        + " xds");
        put(
                PLAIN,
                "",
                "auto-encrypt ca-file ca-path cert-file enable-agent-tls-for-checks encrypt-verify-incoming"
                        + " encrypt-verify-outgoing key-file tls tls-cipher-suites tls-min-version"
                        + " tls-prefer-server-cipher-suites verify-incoming verify-incoming-https verify-incoming-rpc"
                        + " verify-outgoing verify-server-hostname");
        put(
                OPEN,
                "",
                "acl acl-agent-master-token acl-agent-token acl-datacenter acl-default-policy acl-down-policy"
                        + " acl-enable-key-list-policy acl-enforce-version-8 acl-master-token acl-replication-token acl-token"
                        + " acl-ttl");
        put(
                "has no effect: it is about addresses in other datacenters, and only the agent's own can be asked",
                "",
                "translate-wan-addrs");
        put("is not needed: nothing here asks for updates", "", "disable-update-check");
        put(NOT_HERE, "ports", "grpc-tls sidecar-min-port sidecar-max-port expose-min-port expose-max-port rpc");
        put(
                "has no effect in this version: metrics go to telemetry.statsd-address, or are fetched from /v1/agent/metrics",
                "telemetry",
                "statsite-address circonus-api-app circonus-api-token"
                        + " circonus-api-url circonus-broker-id circonus-broker-select-tag circonus-check-display-name"
                        + " circonus-check-force-metric-activation circonus-check-id circonus-check-instance-id"
                        + " circonus-check-search-tag circonus-check-tags circonus-submission-interval"
                        + " circonus-submission-url");
        put(
                "is not needed: metrics go by one name each, and none is forgotten",
                "telemetry",
                "disable-hostname prometheus-retention-time disable-compat-1.9 disable-per-tenancy-usage-metrics"
                        + " enable-host-metrics");
        put("is not needed without enable-syslog", "", "syslog-facility");
        put(NOT_HERE, "addresses", "https grpc grpc-tls rpc");
        put(
                NOT_HERE,
                "limits",
                "https-handshake-timeout rpc-handshake-timeout rpc-client-timeout rpc-max-burst rpc-max-conns-per-client"
                        + " rpc-rate request-limits");
        put(NOT_HERE, "dns-config", "prefer-namespace");
    }

    private ConsulKeys() {}

    /** What is said about {@code key} of a block ({@code ""} for the root); empty where it is not of these. */
    static Optional<String> saying(String block, String key) {
        return Optional.ofNullable(SAYING.get(block + "/" + Keys.canonical(key)));
    }

    private static void put(String saying, String block, String keys) {
        for (var key : keys.split(" ")) {
            SAYING.put(block + "/" + Keys.canonical(key), saying);
        }
    }
}
