package engine.checks;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a check probes. Every value is valid: constructors refuse what cannot be probed, naming the rule. */
public sealed interface CheckSpec {

    /** The word for this kind in JSON, Consul's where Consul has the kind: {@code script}, {@code http}, ... */
    String type();

    /**
     * Runs a program: exit code 0 is passing, 1 is warning, any other is critical.
     *
     * @param command program and arguments; a shell line is {@code ["/bin/sh", "-c", line]}
     */
    record Script(List<String> command) implements CheckSpec {
        public Script {
            command = List.copyOf(command);
            if (command.isEmpty() || command.getFirst().isBlank()) {
                throw new IllegalArgumentException("a script check needs a program to run: args or script");
            }
        }

        @Override
        public String type() {
            return "script";
        }
    }

    /**
     * Requests a URL.
     *
     * @param url {@code http} or {@code https}
     * @param method in upper case; {@code GET} for the empty one
     * @param disableRedirects an answer that redirects is the answer
     * @param expectation what the answer must be
     * @param unixSocket path of the Unix socket that is connected to instead of the URL's host; empty for none
     */
    record Http(
            URI url,
            String method,
            Map<String, List<String>> headers,
            String body,
            boolean disableRedirects,
            Tls tls,
            HttpExpectation expectation,
            String unixSocket)
            implements CheckSpec {
        public Http {
            headers = Map.copyOf(headers);
            method = method.isBlank() ? "GET" : method;
            var scheme = url.getScheme();
            if (url.getHost() == null
                    || url.getPort() == 0
                    || url.getPort() > 65535
                    || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new IllegalArgumentException("an http check needs an http:// or https:// URL, not '" + url + "'");
            }
            if (!unixSocket.isEmpty()) {
                var _ = new Endpoint.Unix(unixSocket);
                if (!"http".equals(scheme)) {
                    throw new IllegalArgumentException("unix-socket needs an http:// URL, not '" + url + "'");
                }
            }
        }

        /** Consul's rule for the answer. */
        public Http(URI url, String method, Map<String, List<String>> headers, String body, boolean tlsSkipVerify) {
            this(url, method, headers, body, false, Tls.verifying(!tlsSkipVerify), HttpExpectation.NONE, "");
        }

        @Override
        public String type() {
            return "http";
        }
    }

    /**
     * Connects: accepted is passing, anything else is critical.
     *
     * @param tls with a value, a handshake must succeed too
     * @param send text sent after connecting; empty for none
     * @param expect regular expression found in what the target says; empty for none
     */
    record Tcp(Endpoint endpoint, Optional<Tls> tls, String send, String expect) implements CheckSpec {
        public Tcp {
            Talk.validate(send, expect);
            if (tls.isPresent() && endpoint instanceof Endpoint.Unix) {
                throw new IllegalArgumentException("tcp-use-tls does not go with a unix socket");
            }
        }

        /** Connects and closes. */
        public Tcp(String host, int port) {
            this(new Endpoint.Port(host, port), Optional.empty(), "", "");
        }

        @Override
        public String type() {
            return "tcp";
        }
    }

    /**
     * Sends a datagram, a line feed if there is nothing to send. A port that is closed is critical.
     *
     * @param expect regular expression found in the answer; empty where any answer is passing, and silence too
     */
    record Udp(Endpoint.Port endpoint, String send, String expect) implements CheckSpec {
        public Udp {
            Talk.validate(send, expect);
        }

        @Override
        public String type() {
            return "udp";
        }
    }

    /** Opens an HTTP/2 connection and pings. */
    record H2Ping(Endpoint.Port endpoint, Optional<Tls> tls) implements CheckSpec {
        @Override
        public String type() {
            return "h2ping";
        }
    }

    /**
     * Asks a server by the gRPC health protocol.
     *
     * @param service the name that is asked for; empty for the server as a whole
     */
    record Grpc(Endpoint.Port endpoint, String service, Optional<Tls> tls) implements CheckSpec {
        public Grpc {
            if (service.length() > 1000) {
                throw new IllegalArgumentException("the service of a grpc check has at most 1000 characters");
            }
        }

        /** {@code host:port/service}. */
        public String text() {
            return service.isEmpty() ? endpoint.toString() : endpoint + "/" + service;
        }

        @Override
        public String type() {
            return "grpc";
        }
    }

    /**
     * Asks for a name.
     *
     * @param recordType {@code A}, {@code AAAA}, ...
     * @param server empty for the system's
     * @param expected values that must be among the answers; empty where any record will do
     */
    record Dns(String name, String recordType, Optional<Endpoint.Port> server, List<String> expected)
            implements CheckSpec {

        private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT");

        public Dns {
            expected = List.copyOf(expected);
            if (!name.matches("[A-Za-z0-9_*.-]{1,254}")) {
                throw new IllegalArgumentException("a dns check needs a name, not '" + name + "'");
            }
            if (!TYPES.contains(recordType)) {
                throw new IllegalArgumentException(
                        "dns-type is one of A, AAAA, CNAME, MX, NS, PTR, SRV and TXT, not '" + recordType + "'");
            }
            if (expected.size() > 100) {
                throw new IllegalArgumentException("dns-expect has at most 100 values");
            }
        }

        @Override
        public String type() {
            return "dns";
        }
    }

    /**
     * Looks for a process of this machine.
     *
     * @param pidFile a file with its number; empty for any process with the name
     * @param name of its program; empty where the file alone says which
     */
    record OsProcess(String pidFile, String name) implements CheckSpec {
        public OsProcess {
            if (pidFile.isEmpty() && name.isEmpty()) {
                throw new IllegalArgumentException("a process check needs process or pid-file");
            }
            if (!pidFile.isEmpty() && !pidFile.startsWith("/")) {
                throw new IllegalArgumentException("pid-file must be an absolute path, not '" + pidFile + "'");
            }
        }

        @Override
        public String type() {
            return "process";
        }
    }

    /** Asks systemd for the state of a unit. */
    record OsService(String name) implements CheckSpec {
        public OsService {
            if (!name.matches("[A-Za-z0-9:_.@\\\\-]{1,255}")) {
                throw new IllegalArgumentException("os-service needs the name of a unit, not '" + name + "'");
            }
        }

        @Override
        public String type() {
            return "os_service";
        }
    }

    /**
     * Runs a program in a container of Docker: exit codes as for {@link Script}.
     *
     * @param container its id or name
     */
    record Docker(String container, List<String> command) implements CheckSpec {
        public Docker {
            command = List.copyOf(command);
            if (!container.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")) {
                throw new IllegalArgumentException(
                        "docker-container-id needs the id or name of a container, not '" + container + "'");
            }
            if (command.isEmpty() || command.getFirst().isBlank()) {
                throw new IllegalArgumentException("a docker check needs a program to run: args");
            }
        }

        @Override
        public String type() {
            return "docker";
        }
    }

    /** Pings a host by ICMP. */
    record Ping(String host) implements CheckSpec {
        public Ping {
            if (!host.matches("[A-Za-z0-9_.:%-]{1,253}")) {
                throw new IllegalArgumentException("a ping check needs a host, not '" + host + "'");
            }
        }

        @Override
        public String type() {
            return "ping";
        }
    }

    /**
     * Measures something of this machine.
     *
     * @param subject a path for {@code DISK} and {@code INODES}, minutes for {@code LOAD}, a time server for
     *     {@code CLOCK}; empty for {@code MEMORY}
     * @param warning from where on it is warning; empty for never
     * @param critical from where on it is critical; empty for never
     */
    record Host(Measure measure, String subject, Optional<Limit> warning, Optional<Limit> critical)
            implements CheckSpec {

        /** What is measured. */
        public enum Measure {
            DISK,
            INODES,
            MEMORY,
            LOAD,
            CLOCK
        }

        public Host {
            if (warning.isEmpty() && critical.isEmpty()) {
                throw new IllegalArgumentException("a " + measure.name().toLowerCase(Locale.ROOT)
                        + " check needs a limit: warning, critical or both");
            }
            if (warning.isPresent() && critical.isPresent() && !warning.get().isReachedBefore(critical.get())) {
                throw new IllegalArgumentException("warning must come before critical");
            }
            boolean valid = switch (measure) {
                case DISK, INODES -> subject.startsWith("/") && subject.indexOf('\0') < 0;
                case MEMORY -> subject.isEmpty();
                case LOAD -> subject.matches("1|5|15");
                case CLOCK -> !Endpoint.port("clock", subject, Sntp.PORT).host().isEmpty();
            };
            if (!valid) {
                throw new IllegalArgumentException(
                        measure == Measure.LOAD
                                ? "load is 1, 5 or 15 (minutes), not '" + subject + "'"
                                : measure.name().toLowerCase(Locale.ROOT) + " needs an absolute path, not '" + subject
                                        + "'");
            }
        }

        /** What is measured, for people. */
        String shown() {
            return subject.isEmpty() ? type() : type() + " " + subject;
        }

        @Override
        public String type() {
            return measure.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Is told its status from outside and turns critical when nothing was told for {@code ttl}. */
    record Ttl(Duration ttl) implements CheckSpec {
        public Ttl {
            if (!ttl.isPositive()) {
                throw new IllegalArgumentException("TTL must be > 0 for TTL checks, was " + ttl);
            }
        }

        @Override
        public String type() {
            return "ttl";
        }
    }

    /**
     * Mirrors the worst status of another service or node.
     *
     * @param node empty for the agent's own node
     * @param service id of a service; empty for the node's own checks
     */
    record Alias(String node, String service) implements CheckSpec {
        public Alias {
            if (node.isEmpty() && service.isEmpty()) {
                throw new IllegalArgumentException("an alias check needs alias-node or alias-service");
            }
        }

        @Override
        public String type() {
            return "alias";
        }
    }

    /**
     * Is made of other checks of this node.
     *
     * @param all whether all of them must be well; otherwise one is enough
     * @param checks their ids, at least one
     */
    record Combined(boolean all, List<String> checks) implements CheckSpec {
        public Combined {
            checks = List.copyOf(checks);
            if (checks.isEmpty() || checks.size() > CheckOptions.MOST_CHECKS) {
                throw new IllegalArgumentException((all ? "all-of" : "any-of") + " needs the ids of 1 to "
                        + CheckOptions.MOST_CHECKS + " checks, not of " + checks.size());
            }
        }

        @Override
        public String type() {
            return all ? "all-of" : "any-of";
        }
    }
}
