package engine.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** The port through which DNS looks names up. Answers come from one immutable snapshot; must not block. */
public interface Directory {

    /**
     * The instances of a service that may be answered: none of them critical. Names compare without regard to case.
     * The same list object comes back as long as nothing changed, so that what was made of it may be kept with it.
     *
     * @return empty when no such service is registered; an empty list when all of its instances are critical
     */
    Optional<List<Endpoint>> service(String name);

    /** The node of this name, without regard to case. */
    Optional<Host> node(String name);

    /** The nodes that have this address (textual, IPv4 or IPv6 as RFC 5952 spells it), in order of their names. */
    List<Host> nodesAt(String address);

    /** The services with an instance that has this address as its own, in order of the instances' nodes and ids. */
    List<String> servicesAt(String address);

    /** The servers of the datacenter, for NS records; at least one on a server. */
    List<Host> servers();

    /**
     * How old the snapshot may be: the time since its source, the majority of the servers or any of them, was last heard
     * from; zero while it is.
     */
    default Duration age() {
        return Duration.ZERO;
    }

    /**
     * How far nodes, by name, are from the client at an address, in any unit, NaN for those of which it is not known.
     *
     * @return empty when it is known of none
     */
    default Optional<ToDoubleFunction<String>> distances(InetAddress client) {
        return Optional.empty();
    }

    /** What the prepared query that answers for a name or id finds. */
    default Prepared prepared(String query) {
        return new Prepared.None();
    }

    /** What came of a prepared query. */
    sealed interface Prepared {
        /**
         * Its instances, of which there may be none.
         *
         * @param service what they are instances of
         * @param ttl of the answers; empty for that of the service
         * @param ordered whether those in front shall be asked first
         */
        record Found(String service, List<Endpoint> endpoints, Optional<Duration> ttl, boolean ordered)
                implements Prepared {}

        /** No query answers for this name. */
        record None() implements Prepared {}

        /** One does that cannot be executed. */
        record Failed() implements Prepared {}
    }

    /** A node: its name, address (IPv4, IPv6 or a host name) and metadata in order of its keys. */
    record Host(String name, String address, SortedMap<String, String> meta) {}

    /**
     * One instance of a service.
     *
     * @param address its own address (IPv4, IPv6 or a host name); empty for that of its node
     * @param weight share of the load, 0 to 65535, for SRV
     * @param meta its metadata, in order of its keys
     */
    record Endpoint(
            Host node, String address, int port, List<String> tags, int weight, SortedMap<String, String> meta) {
        /** One without metadata. */
        public Endpoint(Host node, String address, int port, List<String> tags, int weight) {
            this(node, address, port, tags, weight, Collections.emptySortedMap());
        }
    }
}
