package engine.checks;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a check probes. Every value is valid: constructors refuse what cannot be probed, naming the rule. */
public sealed interface CheckSpec {

    /** The word for this kind in JSON: {@code script}, {@code http}, {@code tcp}, {@code ttl}, {@code alias}, {@code all-of}, {@code any-of}. */
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
                throw new IllegalArgumentException("a script check needs a program to run");
            }
        }

        @Override
        public String type() {
            return "script";
        }
    }

    /** Requests a URL: 2xx is passing, 429 is warning, anything else is critical. */
    record Http(URI url, String method, Map<String, List<String>> headers, String body, boolean tlsSkipVerify)
            implements CheckSpec {
        public Http {
            headers = Map.copyOf(headers);
            var scheme = url.getScheme();
            if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new IllegalArgumentException("an http check needs an http:// or https:// URL, not '" + url + "'");
            }
        }

        @Override
        public String type() {
            return "http";
        }
    }

    /** Connects to a TCP port: accepted is passing, anything else is critical. */
    record Tcp(String host, int port) implements CheckSpec {
        public Tcp {
            if (host.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("a tcp check needs host:port, not '" + host + ":" + port + "'");
            }
        }

        @Override
        public String type() {
            return "tcp";
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
