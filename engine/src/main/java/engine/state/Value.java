package engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What can be kept in a bucket. */
public sealed interface Value {

    /**
     * A node of the catalog.
     *
     * @param id UUID; empty for a node registered without one
     * @param taggedAddresses null where none were given, which JSON shows
     * @param meta null where none was given
     */
    record Node(
            String id,
            String name,
            String address,
            @Nullable Map<String, String> taggedAddresses,
            @Nullable Map<String, String> meta)
            implements Value {}

    /**
     * An instance of a service on a node.
     *
     * @param node name of its node
     * @param meta null where none was given
     * @param nodeChecks ids of the checks of its node that count for it, beside those that always do; null for all
     */
    record Service(
            String node,
            String id,
            String name,
            List<String> tags,
            String address,
            Map<String, TaggedAddress> taggedAddresses,
            @Nullable Map<String, String> meta,
            int port,
            int passingWeight,
            int warningWeight,
            boolean enableTagOverride,
            @Nullable List<String> nodeChecks)
            implements Value {

        /** One for which all checks of its node count. */
        public Service(
                String node,
                String id,
                String name,
                List<String> tags,
                String address,
                Map<String, TaggedAddress> taggedAddresses,
                @Nullable Map<String, String> meta,
                int port,
                int passingWeight,
                int warningWeight,
                boolean enableTagOverride) {
            this(
                    node,
                    id,
                    name,
                    tags,
                    address,
                    taggedAddresses,
                    meta,
                    port,
                    passingWeight,
                    warningWeight,
                    enableTagOverride,
                    null);
        }

        /** As its agent wants it where the catalog has {@code there}: tags changed there stay, if the service allows that. */
        public Service over(Service there) {
            return enableTagOverride && there.enableTagOverride
                    ? new Service(
                            node,
                            id,
                            name,
                            there.tags,
                            address,
                            taggedAddresses,
                            meta,
                            port,
                            passingWeight,
                            warningWeight,
                            true,
                            nodeChecks)
                    : this;
        }
    }

    /** An address with a port, under a tag such as {@code lan} or {@code wan_ipv4}. */
    record TaggedAddress(String address, int port) {}

    /**
     * A health check with its state.
     *
     * @param status passing, warning or critical
     * @param serviceId empty, as is serviceName, for a check of the node
     * @param since when its status last became another one; {@link #UNSAID} until it is written
     * @param deregisterAfter critical for so long, it has its service deregistered, where no agent does; zero for never
     * @param definition what is to be probed, as JSON, of a check that was registered in the catalog; empty for none
     * @param routing whether it decides if what it belongs to is given to those who look for services; else it is only shown
     */
    record Check(
            String node,
            String id,
            String name,
            String status,
            String notes,
            String output,
            String serviceId,
            String serviceName,
            List<String> serviceTags,
            String type,
            Instant since,
            Duration deregisterAfter,
            String definition,
            boolean routing)
            implements Value {

        /** What stands where nobody said: whoever writes the check then knows from what is there. */
        public static final Instant UNSAID = Instant.EPOCH;

        /** A check of which it is for the state to know since when it stands so. */
        public Check(
                String node,
                String id,
                String name,
                String status,
                String notes,
                String output,
                String serviceId,
                String serviceName,
                List<String> serviceTags,
                String type) {
            this(node, id, name, status, notes, output, serviceId, serviceName, serviceTags, type, UNSAID);
        }

        /** A check that deregisters nothing, or whose agent does that. */
        public Check(
                String node,
                String id,
                String name,
                String status,
                String notes,
                String output,
                String serviceId,
                String serviceName,
                List<String> serviceTags,
                String type,
                Instant since) {
            this(
                    node,
                    id,
                    name,
                    status,
                    notes,
                    output,
                    serviceId,
                    serviceName,
                    serviceTags,
                    type,
                    since,
                    Duration.ZERO,
                    "",
                    true);
        }

        /** The same check, standing so since then. */
        public Check since(Instant changed) {
            return with(status, output, changed, deregisterAfter, definition, routing);
        }

        /** The same check, which has its service deregistered. */
        public Check deregisterAfter(Duration critical) {
            return with(status, output, since, critical, definition, routing);
        }

        /** The same check, which says what is to be probed. */
        public Check defined(String json) {
            return with(status, output, since, deregisterAfter, json, routing);
        }

        /** The same check, deciding or not. */
        public Check routing(boolean decides) {
            return with(status, output, since, deregisterAfter, definition, decides);
        }

        /** The same check as it was found: since when, is for the state to know. */
        public Check found(String state, String said) {
            return with(state, said, UNSAID, deregisterAfter, definition, routing);
        }

        private Check with(
                String state, String said, Instant changed, Duration critical, String json, boolean decides) {
            return new Check(
                    node,
                    id,
                    name,
                    state,
                    notes,
                    said,
                    serviceId,
                    serviceName,
                    serviceTags,
                    type,
                    changed,
                    critical,
                    json,
                    decides);
        }

        /** The same check where {@code there} is what the catalog has: what is unsaid goes on from it. */
        public Check over(Check there) {
            return since.equals(UNSAID) && there.status.equals(status) ? since(there.since) : this;
        }

        /** As it is written in place of {@code known}: where nothing says since when it stands so, that is from now on. */
        Check written(@Nullable Value known, Instant now) {
            var check = known instanceof Check there ? over(there) : this;
            return check.since.equals(UNSAID) ? check.since(now) : check;
        }
    }

    /**
     * A value of the key-value store.
     *
     * @param flags 64 bits of the client's own
     * @param lockIndex how often its lock was taken
     * @param session that holds its lock; empty for none
     * @param expiresAt milliseconds since 1970; 0 for never
     */
    record Kv(ByteString bytes, long flags, long lockIndex, String session, long expiresAt) implements Value {
        /** A value that was never locked and lives for ever. */
        public Kv(ByteString bytes, long flags) {
            this(bytes, flags, 0, "", 0);
        }
    }

    /**
     * What a key was set to without the majority.
     *
     * @param bytes null for a deletion
     * @param flags 64 bits of the client's own
     * @param basedOn ModifyIndex that the majority had the key at, as far as its writer's server knew; 0 for absent
     * @param by who wrote it, for the history
     */
    record Overlay(@Nullable ByteString bytes, long flags, long basedOn, String by) implements Value {}

    /**
     * A session.
     *
     * @param id a UUID
     * @param nodeChecks ids of checks of its node without which it ends
     * @param serviceChecks likewise of services, each with its namespace
     * @param ttl as its maker wrote it; empty for none
     */
    record Session(
            String id,
            String name,
            String node,
            List<String> nodeChecks,
            List<ServiceCheck> serviceChecks,
            long lockDelayMillis,
            boolean deletes,
            String ttl)
            implements Value {}

    /** What a part of the program keeps in the order of the log, in a form of its own. */
    record Document(ByteString content) implements Value {}

    /** A check of a service that a session depends on. */
    record ServiceCheck(String id, String namespace) {}

    /**
     * A user event.
     *
     * @param firedBy name of the agent that took it in
     * @param restored whether it came out of a snapshot: then it is history, for which no node runs anything
     * @param metaFilters by the key in the metadata of nodes
     * @param ttl in milliseconds: a node that it reaches later does not run it; zero for no limit
     * @param firedFrom address of the client that fired it; empty where it is not known
     * @param depth how many events led to it, each fired by a trigger of the one before
     * @param cause what a node saw happen; null for an event that was fired
     * @param key of events with the same name and key only one counts; empty for none
     * @param keyWindow in milliseconds: how far apart two such events count both
     */
    record Event(
            String id,
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            long lamportTime,
            Instant firedAt,
            String firedBy,
            boolean restored,
            Map<String, String> metaFilters,
            long ttl,
            String firedFrom,
            int depth,
            @Nullable Cause cause,
            String key,
            long keyWindow)
            implements Value {

        /** An event of which nothing more is said. */
        public Event(
                String id,
                String name,
                ByteString payload,
                String nodeFilter,
                String serviceFilter,
                String tagFilter,
                long lamportTime,
                Instant firedAt,
                String firedBy,
                boolean restored) {
            this(
                    id,
                    name,
                    payload,
                    nodeFilter,
                    serviceFilter,
                    tagFilter,
                    lamportTime,
                    firedAt,
                    firedBy,
                    restored,
                    Map.of(),
                    0,
                    "",
                    0,
                    null,
                    "",
                    0);
        }

        /** Such an event as it is fired. */
        public Event(
                String id,
                String name,
                ByteString payload,
                String nodeFilter,
                String serviceFilter,
                String tagFilter,
                long lamportTime,
                Instant firedAt,
                String firedBy) {
            this(id, name, payload, nodeFilter, serviceFilter, tagFilter, lamportTime, firedAt, firedBy, false);
        }

        /** The same event as fired by a trigger. */
        public Event atDepth(int number) {
            return but(restored, metaFilters, ttl, firedFrom, number, cause);
        }

        /** The same event out of a snapshot. */
        public Event asRestored() {
            return but(true, metaFilters, ttl, firedFrom, depth, cause);
        }

        /** The same event with what else its sender and its agent said of it. */
        public Event with(Map<String, String> filters, long millis, String from) {
            return but(restored, Map.copyOf(filters), millis, from, depth, cause);
        }

        /** The same as what a node saw happen. */
        public Event causedBy(Cause seen) {
            return but(restored, metaFilters, ttl, firedFrom, depth, seen);
        }

        /** The same as one that has a key: of those with the same name and key only one counts within so many milliseconds. */
        public Event keyed(String text, long windowMillis) {
            return new Event(
                    id,
                    name,
                    payload,
                    nodeFilter,
                    serviceFilter,
                    tagFilter,
                    lamportTime,
                    firedAt,
                    firedBy,
                    restored,
                    metaFilters,
                    ttl,
                    firedFrom,
                    depth,
                    cause,
                    text,
                    windowMillis);
        }

        private Event but(
                boolean again,
                Map<String, String> filters,
                long millis,
                String from,
                int number,
                @Nullable Cause seen) {
            return new Event(
                    id,
                    name,
                    payload,
                    nodeFilter,
                    serviceFilter,
                    tagFilter,
                    lamportTime,
                    firedAt,
                    firedBy,
                    again,
                    filters,
                    millis,
                    from,
                    number,
                    seen,
                    key,
                    keyWindow);
        }

        /** Whether more is said of it than there was to say at first. */
        boolean saysMore() {
            return !metaFilters.isEmpty() || ttl != 0 || !firedFrom.isEmpty();
        }
    }

    /**
     * What a node saw happen that one of its triggers waits for.
     *
     * @param text in words
     * @param claim what every node calls it that saw the same
     * @param blurMillis how far apart the times of two nodes may lie for the same thing
     * @param variables for the runs
     */
    record Cause(String text, String claim, long blurMillis, Map<String, String> variables) {}

    /** A node's word that it has seen an event, and how many triggers it runs for it. */
    record Receipt(String eventId, String node, int triggers, String reason) implements Value {}

    /**
     * Receipts of one time, in one entry.
     *
     * @param batch no other has this name
     * @param receipts at least one, by event and node, none twice
     */
    record Receipts(String batch, List<Receipt> receipts) implements Value {
        private static final Comparator<Receipt> ORDER =
                Comparator.comparing(Receipt::eventId).thenComparing(receipt -> Key.fold(receipt.node()));

        public Receipts {
            if (receipts.isEmpty()) {
                throw new IllegalArgumentException("a batch of no receipts");
            }
            var sorted = new TreeSet<>(ORDER);
            sorted.addAll(receipts);
            receipts = List.copyOf(sorted);
        }

        /** The greatest id of the events. */
        String newest() {
            return receipts.getLast().eventId();
        }

        /** Where it lies. */
        public Key.Receipts key() {
            return new Key.Receipts(newest(), batch);
        }
    }

    /**
     * One execution of a trigger for an event; {@code status} is the word that JSON shows.
     *
     * @param attempt which start of it this is, from 1
     * @param dropped bytes of output before those that are kept
     */
    record Run(
            String eventId,
            String node,
            String trigger,
            String status,
            boolean ended,
            OptionalInt exitCode,
            String output,
            String reason,
            Instant queuedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            int attempt,
            long dropped)
            implements Value {

        /** The first start. */
        public Run(
                String eventId,
                String node,
                String trigger,
                String status,
                boolean ended,
                OptionalInt exitCode,
                String output,
                String reason,
                Instant queuedAt,
                Optional<Instant> startedAt,
                Optional<Instant> endedAt) {
            this(eventId, node, trigger, status, ended, exitCode, output, reason, queuedAt, startedAt, endedAt, 1, 0);
        }

        /** The same, as a later start. */
        public Run asAttempt(int number) {
            return but(number, dropped);
        }

        /** The same, when more was printed than is kept. */
        public Run after(long bytes) {
            return but(attempt, bytes);
        }

        private Run but(int number, long bytes) {
            return new Run(
                    eventId, node, trigger, status, ended, exitCode, output, reason, queuedAt, startedAt, endedAt,
                    number, bytes);
        }

        /** Whether {@code known} says more of it: a run that is over does not go on, though such word may come late. */
        boolean isOlderThan(@Nullable Value known) {
            return !ended && known instanceof Run there && there.ended && there.attempt >= attempt;
        }
    }

    /**
     * An agent of the datacenter, as it says of itself and as it stands.
     *
     * @param id the node's UUID
     * @param server whether it is a server; else a client agent
     * @param address host by which the others reach it
     * @param agentPort its agent port at that address
     * @param serverPort port of the traffic between servers; 0 for a client agent
     * @param via name of the server that a client agent is attached to; its own name for a server
     * @param since when it came to stand so
     */
    record Member(
            String name,
            String id,
            boolean server,
            String address,
            int agentPort,
            int serverPort,
            String version,
            String datacenter,
            Standing standing,
            String via,
            Instant since)
            implements Value {

        /** The same agent, standing otherwise. */
        public Member with(Standing changed, String server, Instant at) {
            return new Member(
                    name, id, this.server, address, agentPort, serverPort, version, datacenter, changed, server, at);
        }
    }

    /** How an agent stands; whether a server is reachable is for each server to see. */
    enum Standing {
        /** It runs, and a client agent is attached to a server. */
        ALIVE,
        /** It ended in order and will come back. */
        STOPPED,
        /** A client agent that its server lost. */
        FAILED,
        /** It has left for good. */
        LEFT
    }
}
