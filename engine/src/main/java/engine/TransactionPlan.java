package engine;

import engine.http.Transactions;
import engine.http.Transactions.CatalogVerb;
import engine.kv.Basis;
import engine.kv.Step;
import engine.state.CatalogDraft;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Stored;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction is to do, with the verbs of the catalog decided by the catalog as this server shows it, in the words of Consul.
 *
 * @param steps one for each operation
 * @param shown what operations on the catalog show, by their numbers
 */
record TransactionPlan(List<Step> steps, Basis basis, Map<Integer, Transactions.Result> shown) {

    /** @param batches how much of the log the catalog of {@code draft} shows */
    static TransactionPlan of(List<TransactionPart> parts, CatalogDraft draft, long batches, String datacenter) {
        var planning = new Planning(draft, datacenter);
        parts.forEach(planning::add);
        return new TransactionPlan(planning.steps, new Basis(batches, List.copyOf(planning.nodes)), planning.shown);
    }

    /** For operations of which none is about the catalog. */
    static TransactionPlan ofOrdered(List<TransactionPart> parts) {
        var steps = parts.stream()
                .map(TransactionPart.Ordered.class::cast)
                .map(TransactionPart.Ordered::step)
                .toList();
        return new TransactionPlan(steps, Basis.NONE, Map.of());
    }

    private static final class Planning {
        private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
        private static final int UUID_LENGTH = 36;

        private final CatalogDraft draft;
        private final String datacenter;
        private final List<Step> steps = new ArrayList<>();
        private final TreeSet<String> nodes = new TreeSet<>();
        private final Map<Integer, Transactions.Result> shown = new HashMap<>();

        Planning(CatalogDraft draft, String datacenter) {
            this.draft = draft;
            this.datacenter = datacenter;
        }

        void add(TransactionPart part) {
            var fault = switch (part) {
                case TransactionPart.Ordered _ -> null;
                case TransactionPart.OfNode node -> does(node);
                case TransactionPart.OfService service -> does(service);
                case TransactionPart.OfCheck check -> does(check);
            };
            var effects = draft.taken();
            steps.add(
                    part instanceof TransactionPart.Ordered(var step)
                            ? step
                            : fault == null ? new Step.Catalog(effects) : new Step.Wrong(fault));
        }

        /** Does it; null, or why it fails. */
        private @Nullable String does(TransactionPart.OfNode node) {
            var byId = node.verb() == CatalogVerb.GET && !node.id().isEmpty();
            if (byId) {
                var wrong = wrongId(node.id());
                if (wrong != null) {
                    return wrong;
                }
            }
            var stored = record(byId ? withId(node.id()) : node(node.name()));
            var quoted = '"' + node.name() + '"';
            return switch (node.verb()) {
                case GET -> shown(stored, this::ofNode, "node " + quoted + " doesn't exist");
                case CAS, SET -> {
                    if (stale(node.verb() == CatalogVerb.CAS, stored, node.index())) {
                        yield "failed to set node " + quoted + ", index is stale";
                    }
                    draft.put(node.key(), node.value().orElseThrow());
                    yield shown(record(node(node.name())), this::ofNode, "");
                }
                case DELETE, DELETE_CAS -> {
                    if (node.verb() == CatalogVerb.DELETE_CAS && !has(stored, node.index())) {
                        yield "failed to delete node " + quoted + ", index is stale";
                    }
                    draft.delete(node.key());
                    yield null;
                }
            };
        }

        private @Nullable String does(TransactionPart.OfService service) {
            var stored = service(service.key());
            var named = "service \"" + service.id() + "\" on node \"" + service.node() + '"';
            return switch (service.verb()) {
                case GET -> shown(stored, Planning::ofService, named + " doesn't exist");
                case CAS, SET -> {
                    if (node(service.node()) == null) {
                        yield "Missing node registration";
                    }
                    if (service.value().isEmpty()) {
                        yield "failed inserting service: object missing primary index";
                    }
                    if (stale(service.verb() == CatalogVerb.CAS, stored, service.index())) {
                        yield "failed to set " + named + ", index is stale";
                    }
                    draft.put(service.key(), service.value().get());
                    yield shown(service(service.key()), Planning::ofService, "");
                }
                case DELETE, DELETE_CAS -> {
                    if (service.verb() == CatalogVerb.DELETE_CAS && !has(stored, service.index())) {
                        yield "failed to delete " + named + ", index is stale";
                    }
                    draft.delete(service.key());
                    yield null;
                }
            };
        }

        private @Nullable String does(TransactionPart.OfCheck check) {
            var stored = check(check.key());
            var named = "check \"" + check.id() + "\" on node \"" + check.node() + '"';
            return switch (check.verb()) {
                case GET -> shown(stored, Planning::ofCheck, named + " doesn't exist");
                case CAS, SET -> {
                    if (stale(check.verb() == CatalogVerb.CAS, stored, check.index())) {
                        yield "failed to set " + named + ", index is stale";
                    }
                    yield set(check);
                }
                case DELETE, DELETE_CAS -> {
                    if (check.verb() == CatalogVerb.DELETE_CAS && !has(stored, check.index())) {
                        yield "failed to delete " + named + ", index is stale";
                    }
                    draft.delete(check.key());
                    yield null;
                }
            };
        }

        private @Nullable String set(TransactionPart.OfCheck check) {
            if (node(check.node()) == null) {
                return "Missing node registration";
            }
            if (check.given().isEmpty()) {
                return "failed inserting check: object missing primary index";
            }
            var given = check.given().get();
            var service = given.serviceId().isEmpty()
                    ? Optional.<Value.Service>empty()
                    : Optional.ofNullable(service(new Key.Service(check.node(), given.serviceId())))
                            .map(Stored::value);
            if (!given.serviceId().isEmpty() && service.isEmpty()) {
                return "Missing service registration";
            }
            draft.put(check.key(), CatalogWrites.check(check.node(), given, service));
            return shown(check(check.key()), Planning::ofCheck, "");
        }

        /** Looks at a node; null when it is not registered. */
        private @Nullable NodeState node(String name) {
            if (!name.isEmpty()) {
                nodes.add(Key.fold(name));
            }
            return draft.catalog().node(name);
        }

        private static @Nullable Stored<Value.Node> record(@Nullable NodeState state) {
            return state == null ? null : state.node();
        }

        private @Nullable NodeState withId(String id) {
            for (var state : draft.catalog().nodes().values()) {
                if (state.node() != null && state.node().value().id().equalsIgnoreCase(id)) {
                    return node(state.node().value().name());
                }
            }
            return null;
        }

        private @Nullable Stored<Value.Service> service(Key.Service key) {
            var state = node(key.node());
            return state == null ? null : state.services().get(key.id());
        }

        private @Nullable Stored<Value.Check> check(Key.Check key) {
            var state = node(key.node());
            return state == null ? null : state.checks().get(key.id());
        }

        private static @Nullable String wrongId(String id) {
            var wrong = id.length() != UUID_LENGTH
                    ? "uuid string is wrong length"
                    : UUID.matcher(id).matches() ? "" : "uuid is improperly formatted";
            return wrong.isEmpty() ? null : "node lookup by ID failed, wrong UUID: " + wrong + " for '" + id + "'";
        }

        /** Whether the condition of a verb that sets does not hold; 0 for "does not exist". */
        private static boolean stale(boolean conditional, @Nullable Stored<?> stored, long index) {
            return conditional && (stored == null ? 0 : stored.modifyIndex()) != index;
        }

        private static boolean has(@Nullable Stored<?> stored, long index) {
            return stored != null && stored.modifyIndex() == index;
        }

        private <V> @Nullable String shown(
                @Nullable Stored<V> stored, Function<Stored<V>, Transactions.Result> result, String missing) {
            if (stored == null) {
                return missing;
            }
            shown.put(steps.size(), result.apply(stored));
            return null;
        }

        private Transactions.Result ofNode(Stored<Value.Node> stored) {
            return new Transactions.NodeResult(HttpRecords.node(stored, datacenter));
        }

        private static Transactions.Result ofService(Stored<Value.Service> stored) {
            return new Transactions.ServiceResult(HttpRecords.service(stored));
        }

        private static Transactions.Result ofCheck(Stored<Value.Check> stored) {
            return new Transactions.CheckResult(HttpRecords.check(stored));
        }
    }
}
