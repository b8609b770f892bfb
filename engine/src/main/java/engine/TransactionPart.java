package engine;

import engine.config.CatalogRegistration;
import engine.config.DefinitionException;
import engine.http.Refusal;
import engine.http.Transactions;
import engine.http.Transactions.CatalogVerb;
import engine.kv.Step;
import engine.state.Key;
import engine.state.Value;
import engine.text.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An operation of a transaction with all that can be known of it before the state is looked at. */
sealed interface TransactionPart {

    /** About keys and sessions, or wrong: for the log to decide. */
    record Ordered(Step step) implements TransactionPart {}

    /** @param value for the verbs that set */
    record OfNode(CatalogVerb verb, String name, String id, long index, Optional<Value.Node> value)
            implements TransactionPart {
        Key.Node key() {
            return new Key.Node(name);
        }
    }

    /** @param value for the verbs that set */
    record OfService(CatalogVerb verb, String node, String id, long index, Optional<Value.Service> value)
            implements TransactionPart {
        Key.Service key() {
            return new Key.Service(node, id);
        }
    }

    /** @param given for the verbs that set */
    record OfCheck(CatalogVerb verb, String node, String id, long index, Optional<CatalogRegistration.Check> given)
            implements TransactionPart {
        Key.Check key() {
            return new Key.Check(node, id);
        }
    }

    /** @throws Refusal for a definition of the wrong shape */
    static TransactionPart of(int at, Transactions.Operation operation) {
        try {
            var part = read(operation);
            checkNames(part);
            return part;
        } catch (DefinitionException e) {
            if (e.malformed()) {
                throw new Refusal(400, "Failed to parse body: operation " + at + ": " + Reason.of(e));
            }
            return new Ordered(new Step.Wrong(Reason.of(e)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "operation " + at + ": " + Reason.of(e));
        }
    }

    private static void checkNames(TransactionPart part) {
        switch (part) {
            case Ordered _ -> {}
            case OfNode node -> node.key();
            case OfService service -> service.key();
            case OfCheck check -> check.key();
        }
    }

    private static TransactionPart read(Transactions.Operation operation) {
        return switch (operation) {
            case Transactions.Kv kv -> new Ordered(step(kv));
            case Transactions.DeleteSession(var id) -> new Ordered(new Step.DeleteSession(id));
            case Transactions.Wrong(var what, var _) -> new Ordered(new Step.Wrong(what));
            case Transactions.OfNode(var verb, var name, var id, var index, var definition) ->
                new OfNode(verb, name, id, index, sets(verb) ? Optional.of(node(name, definition)) : Optional.empty());
            case Transactions.OfService(var verb, var node, var id, var index, var definition) ->
                new OfService(
                        verb,
                        node,
                        id,
                        index,
                        // One without a name fails for that when its turn comes.
                        sets(verb) && !id.isEmpty() ? Optional.of(service(node, definition)) : Optional.empty());
            case Transactions.OfCheck(var verb, var node, var id, var index, var definition) ->
                new OfCheck(
                        verb,
                        node,
                        id,
                        index,
                        sets(verb) && !id.isEmpty() ? Optional.of(check(node, definition)) : Optional.empty());
        };
    }

    private static boolean sets(CatalogVerb verb) {
        return switch (verb) {
            case SET, CAS -> true;
            case GET, DELETE, DELETE_CAS -> false;
        };
    }

    private static Value.Node node(String name, Map<String, @Nullable Object> definition) {
        var given = new TreeMap<String, @Nullable Object>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(definition);
        var body = new HashMap<String, @Nullable Object>();
        for (var member : new String[] {"ID", "Address", "TaggedAddresses"}) {
            body.put(member, given.get(member));
        }
        body.put("NodeMeta", given.get("Meta"));
        return CatalogWrites.node(registration(name, body));
    }

    private static Value.Service service(String node, Map<String, @Nullable Object> definition) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("Service", definition);
        return CatalogWrites.service(node, registration(node, body).service().orElseThrow());
    }

    private static CatalogRegistration.Check check(String node, Map<String, @Nullable Object> definition) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("Check", definition);
        return registration(node, body).checks().getFirst();
    }

    /** A transaction registers a node without an address too, and says that a node is not there when its turn comes. */
    private static CatalogRegistration registration(String node, Map<String, @Nullable Object> body) {
        body.put("Node", node.isEmpty() ? "?" : node);
        body.put("SkipNodeUpdate", true);
        return CatalogRegistration.of(body);
    }

    private static Step step(Transactions.Kv kv) {
        if (kv.verb().writes()) {
            OwnKeys.writable(kv.key());
        }
        return switch (kv.verb()) {
            case SET -> new Step.Set(kv.key(), kv.value().compact(), kv.flags());
            case CAS -> new Step.Cas(kv.key(), kv.value().compact(), kv.flags(), kv.index());
            case LOCK -> new Step.Lock(kv.key(), kv.value().compact(), kv.flags(), kv.session());
            case UNLOCK -> new Step.Unlock(kv.key(), kv.value().compact(), kv.flags(), kv.session());
            case GET -> new Step.Get(kv.key());
            case GET_OR_EMPTY -> new Step.GetOrEmpty(kv.key());
            case GET_TREE -> new Step.GetTree(kv.key());
            case CHECK_INDEX -> new Step.CheckIndex(kv.key(), kv.index());
            case CHECK_SESSION -> new Step.CheckSession(kv.key(), kv.session());
            case CHECK_NOT_EXISTS -> new Step.CheckNotExists(kv.key());
            case DELETE -> new Step.Delete(kv.key());
            case DELETE_TREE -> new Step.DeleteTree(kv.key());
            case DELETE_CAS -> new Step.DeleteCas(kv.key(), kv.index());
        };
    }
}
