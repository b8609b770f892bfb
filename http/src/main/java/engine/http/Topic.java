package engine.http;

/** A part of the state that can be waited for. A blocking query names the smallest topic that covers its answer. */
public sealed interface Topic {
    /** One key of the key-value store. */
    record Key(String key) implements Topic {}

    /** All keys with a prefix. */
    record KeyPrefix(String prefix) implements Topic {}

    /** All nodes, without their services and checks. */
    record Nodes() implements Topic {}

    /** One node with its services, without checks. */
    record Node(String name) implements Topic {}

    /** The checks of one node. */
    record NodeChecks(String name) implements Topic {}

    /** The names and tags of all services. */
    record Services() implements Topic {}

    /** The instances of one service with their nodes, without checks. */
    record Service(String name) implements Topic {}

    /** The instances of one service with their nodes and checks. */
    record ServiceHealth(String name) implements Topic {}

    /** All checks of all nodes. */
    record Checks() implements Topic {}

    /** The list of user events. */
    record Events() implements Topic {}

    /** All user events with their receipts and runs. */
    record History() implements Topic {}

    /** All rollouts. */
    record Rollouts() implements Topic {}

    /** The receipts and runs of one event. */
    record Runs(String eventId) implements Topic {}

    /** One session. */
    record Session(String id) implements Topic {}

    /** All sessions. */
    record Sessions() implements Topic {}

    /** The sessions of one node. */
    record NodeSessions(String name) implements Topic {}

    /** Where all nodes are in the network. */
    record Coordinates() implements Topic {}

    /** All prepared queries. */
    record PreparedQueries() implements Topic {}

    /** The available writes that were not taken over. */
    record KvConflicts() implements Topic {}
}
