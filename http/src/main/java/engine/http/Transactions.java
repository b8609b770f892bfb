package engine.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The port to transactions: operations that are done all, at one moment, or not at all. An operation sees what those before
 * it did.
 */
public interface Transactions {

    /** Answers operations of which none writes, from the state at one moment. */
    CompletionStage<Outcome> read(List<Operation> operations);

    /**
     * Does operations of which at least one writes; completes when a read here sees them. Fails with {@link Refusal} where
     * there is no majority or the outcome is not known.
     */
    CompletionStage<Outcome> apply(List<Operation> operations, Context context);

    /** What is to be done or asked. */
    sealed interface Operation {
        /** Whether this may change something. */
        boolean writes();
    }

    /**
     * About a key. Only get-tree, delete-tree take an empty one.
     *
     * @param flags as of {@link KeyValues.Put}
     * @param index the ModifyIndex that cas, delete-cas and check-index want, unsigned
     * @param session that lock, unlock and check-session are about
     */
    record Kv(KvVerb verb, String key, ByteString value, long flags, long index, String session) implements Operation {
        @Override
        public boolean writes() {
            return verb.writes();
        }
    }

    /**
     * About a node.
     *
     * @param name empty only for get, which takes {@code id} instead
     * @param index the ModifyIndex that cas and delete-cas want
     * @param definition the node in the form of a catalog registration: ID, Node, Address, TaggedAddresses, Meta
     */
    record OfNode(CatalogVerb verb, String name, String id, long index, Map<String, @Nullable Object> definition)
            implements Operation {
        @Override
        public boolean writes() {
            return verb.writes();
        }
    }

    /**
     * About a service on a node.
     *
     * @param id the service's, that is its name where none was given, but for get
     * @param definition in the form of a catalog registration: ID, Service, Tags, Address, Meta, Port, Weights
     */
    record OfService(CatalogVerb verb, String node, String id, long index, Map<String, @Nullable Object> definition)
            implements Operation {
        @Override
        public boolean writes() {
            return verb.writes();
        }
    }

    /**
     * About a check on a node.
     *
     * @param id the check's, that is its name where none was given, but for get
     * @param definition in the form of a catalog registration: CheckID, Name, Status, Notes, Output, ServiceID, Definition
     */
    record OfCheck(CatalogVerb verb, String node, String id, long index, Map<String, @Nullable Object> definition)
            implements Operation {
        @Override
        public boolean writes() {
            return verb.writes();
        }
    }

    /** Ends a session. */
    record DeleteSession(String id) implements Operation {
        @Override
        public boolean writes() {
            return true;
        }
    }

    /** What fails with this sentence, whatever the state is: it shows beside what else fails. */
    record Wrong(String what, boolean writes) implements Operation {}

    /** What became of it. */
    sealed interface Outcome {}

    /** All was done; the results are in order of the operations, of which some have none and get-tree any number. */
    record Committed(List<Result> results) implements Outcome {}

    /** Nothing was done. */
    record RolledBack(List<Problem> problems) implements Outcome {}

    /** Why an operation could not be done, in Consul's words; the first operation is 0. */
    record Problem(int operation, String what) {}

    /** What an operation shows. */
    sealed interface Result {}

    /** A key after the operation; one that wrote shows it without its value. */
    record KvResult(KeyValues.Entry entry) implements Result {}

    /** A node after the operation. */
    record NodeResult(Node node) implements Result {}

    /** A service after the operation. */
    record ServiceResult(Service service) implements Result {}

    /** A check after the operation. */
    record CheckResult(Check check) implements Result {}

    /** What can be done with a key. */
    enum KvVerb {
        SET("set", true),
        CAS("cas", true),
        LOCK("lock", true),
        UNLOCK("unlock", true),
        GET("get", false),
        /** Like get, but a key that is not there is shown with an empty value and no failure. */
        GET_OR_EMPTY("get-or-empty", false),
        GET_TREE("get-tree", false),
        CHECK_INDEX("check-index", false),
        CHECK_SESSION("check-session", false),
        CHECK_NOT_EXISTS("check-not-exists", false),
        DELETE("delete", true),
        DELETE_TREE("delete-tree", true),
        DELETE_CAS("delete-cas", true);

        private final String text;
        private final boolean writes;

        KvVerb(String text, boolean writes) {
            this.text = text;
            this.writes = writes;
        }

        /** As requests write it. */
        public String text() {
            return text;
        }

        /** Whether it changes a key. */
        public boolean writes() {
            return writes;
        }
    }

    /** What can be done with a part of the catalog. */
    enum CatalogVerb {
        SET("set"),
        CAS("cas"),
        GET("get"),
        DELETE("delete"),
        DELETE_CAS("delete-cas");

        private final String text;

        CatalogVerb(String text) {
            this.text = text;
        }

        /** As requests write it. */
        public String text() {
            return text;
        }

        boolean writes() {
            return this != GET;
        }
    }
}
