package engine.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The operations in the body of a transaction.
 *
 * @param writes whether one of them does
 * @param problems of operations that lack what they need; then none is looked at further
 */
record TransactionRequest(
        List<Transactions.Operation> operations, boolean writes, List<Transactions.Problem> problems) {
    private static final String FAILED = "Failed to parse body";
    private static final String LOOKUP_FAILED = "failed session lookup: index error: ";
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    /** A {@link Refusal} says what is wrong with the body as a whole. */
    static TransactionRequest of(ByteString body, HttpSettings settings) {
        var items = RequestJson.array(body, FAILED);
        var most = settings.transactions().maxOps();
        if (items.size() > most) {
            throw new Refusal(413, "Transaction contains too many operations (" + items.size() + " > " + most + ")");
        }
        var reader = new Reader(settings.kvMaxValueSize());
        for (var i = 0; i < items.size(); i++) {
            reader.read(i, Members.of(items.get(i), FAILED, "operation " + i));
        }
        return new TransactionRequest(reader.operations, reader.writes, reader.problems);
    }

    /** What an operation needs and does not have. */
    private static final class Lacking extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean writes;

        Lacking(String what, boolean writes) {
            super(what, null, false, false);
            this.writes = writes;
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }

    private static final class Reader {
        private final List<Transactions.Operation> operations = new ArrayList<>();
        private final List<Transactions.Problem> problems = new ArrayList<>();
        private final int maxValueSize;
        private boolean writes;

        Reader(int maxValueSize) {
            this.maxValueSize = maxValueSize;
        }

        void read(int at, Members item) {
            try {
                operations.add(operation(item));
                writes |= operations.getLast().writes();
            } catch (Lacking lacking) {
                problems.add(new Transactions.Problem(at, lacking.what()));
                writes |= lacking.writes;
            }
        }

        private Transactions.Operation operation(Members item) {
            var kv = item.object("KV");
            if (kv.isPresent()) {
                return kv(kv.get());
            }
            var node = item.object("Node");
            if (node.isPresent()) {
                return node(node.get());
            }
            var service = item.object("Service");
            if (service.isPresent()) {
                return service(service.get());
            }
            var check = item.object("Check");
            if (check.isPresent()) {
                return check(check.get());
            }
            return item.object("Session")
                    .map(Reader::session)
                    .orElseThrow(() -> RequestJson.refusal(
                            FAILED, item.path() + "KV, .Node, .Service, .Check or .Session must be there"));
        }

        private Transactions.Operation kv(Members kv) {
            var text = kv.text("Verb");
            var verb = find(Transactions.KvVerb.values(), Transactions.KvVerb::text, text);
            var writes = verb != null && verb.writes();
            var key = kv.text("Key");
            var value = value(kv, key);
            if (key.isEmpty() && verb != Transactions.KvVerb.DELETE_TREE) {
                throw new Lacking("Must provide key", writes);
            }
            if (verb == null) {
                return new Transactions.Wrong("unknown KV verb \"" + text + '"', false);
            }
            var session = kv.text("Session");
            var wrong = session(verb, session);
            return wrong.isPresent()
                    ? new Transactions.Wrong(wrong.get(), writes)
                    : new Transactions.Kv(
                            verb,
                            KeyText.checked(KeyText.of(key)),
                            value,
                            kv.unsigned("Flags"),
                            kv.unsigned("Index"),
                            session.toLowerCase(Locale.ROOT));
        }

        private ByteString value(Members kv, String key) {
            var value = kv.bytes("Value");
            if (value.size() > maxValueSize) {
                throw new Refusal(
                        413,
                        "Value for key \"" + key + "\" is too large (" + value.size() + " > " + maxValueSize
                                + " bytes)");
            }
            return value;
        }

        /** What is wrong with the session of an operation on a lock. */
        private static Optional<String> session(Transactions.KvVerb verb, String id) {
            return switch (verb) {
                case LOCK ->
                    id.isEmpty()
                            ? Optional.of("missing session")
                            : SessionId.problem(id).map(what -> LOOKUP_FAILED + what);
                case UNLOCK -> id.isEmpty() ? Optional.of("missing session") : Optional.empty();
                case SET, CAS, GET, GET_OR_EMPTY, GET_TREE, CHECK_INDEX, CHECK_SESSION, CHECK_NOT_EXISTS ->
                    Optional.empty();
                case DELETE, DELETE_TREE, DELETE_CAS -> Optional.empty();
            };
        }

        private static Transactions.Operation node(Members operation) {
            var text = operation.text("Verb");
            var verb = catalogVerb(text);
            var node = part(operation, "Node");
            var name = node.text("Node");
            var id = node.text("ID");
            if (verb != Transactions.CatalogVerb.GET) {
                lacking(name.isEmpty(), "Must provide node");
                lacking(!id.isEmpty() && id.length() != 36, "Bad node ID: uuid string is wrong length");
                lacking(
                        SessionId.problem(id).isPresent() && !id.isEmpty(),
                        "Bad node ID: uuid is improperly formatted");
            }
            return verb == null
                    ? new Transactions.Wrong("unknown Node verb \"" + text + '"', true)
                    : new Transactions.OfNode(verb, name, id, index(node), definition(node));
        }

        private static Transactions.Operation service(Members operation) {
            var text = operation.text("Verb");
            var verb = catalogVerb(text);
            var service = part(operation, "Service");
            var id = service.text("ID");
            var name = service.text("Service");
            if (verb != Transactions.CatalogVerb.GET) {
                lacking(!id.isEmpty() && name.isEmpty(), "Must provide service name with ID");
                lacking(ANY_ADDRESS.contains(service.text("Address")), "Invalid service address");
                id = id.isEmpty() ? name : id;
            }
            return verb == null
                    ? new Transactions.Wrong("unknown Service verb \"" + text + '"', true)
                    : new Transactions.OfService(verb, operation.text("Node"), id, index(service), definition(service));
        }

        private static Transactions.Operation check(Members operation) {
            var text = operation.text("Verb");
            var verb = catalogVerb(text);
            var check = part(operation, "Check");
            var id = check.text("CheckID");
            if (verb != Transactions.CatalogVerb.GET && id.isEmpty()) {
                id = check.text("Name");
            }
            return verb == null
                    ? new Transactions.Wrong("unknown Check verb \"" + text + '"', true)
                    : new Transactions.OfCheck(verb, check.text("Node"), id, index(check), definition(check));
        }

        private static Transactions.Operation session(Members operation) {
            var verb = operation.text("Verb");
            if (!verb.equals("delete")) {
                return new Transactions.Wrong("unknown Session verb \"" + verb + '"', true);
            }
            var id = part(operation, "Session").text("ID");
            return SessionId.problem(id)
                    .<Transactions.Operation>map(what -> new Transactions.Wrong(LOOKUP_FAILED + what, true))
                    .orElseGet(() -> new Transactions.DeleteSession(id.toLowerCase(Locale.ROOT)));
        }

        private static void lacking(boolean lacks, String what) {
            if (lacks) {
                throw new Lacking(what, true);
            }
        }

        private static Transactions.@Nullable CatalogVerb catalogVerb(String text) {
            return find(Transactions.CatalogVerb.values(), Transactions.CatalogVerb::text, text);
        }

        private static <V> @Nullable V find(V[] verbs, Function<V, String> name, String text) {
            for (var verb : verbs) {
                if (name.apply(verb).equals(text)) {
                    return verb;
                }
            }
            return null;
        }

        private static Members part(Members operation, String name) {
            return operation.object(name).orElseGet(() -> new Members(Map.of(), FAILED, operation.path() + name + '.'));
        }

        private static long index(Members definition) {
            return definition.unsigned("ModifyIndex");
        }

        /** What the state gives is not asked for. */
        private static Map<String, @Nullable Object> definition(Members given) {
            var definition = new LinkedHashMap<String, @Nullable Object>(given.values());
            definition
                    .keySet()
                    .removeIf(name -> name.equalsIgnoreCase("CreateIndex") || name.equalsIgnoreCase("ModifyIndex"));
            return definition;
        }
    }
}
