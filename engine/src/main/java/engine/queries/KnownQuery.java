package engine.queries;

import engine.http.PreparedQuery;
import engine.http.Refusal;
import engine.state.ServiceInstance;
import engine.state.ServiceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared query that is ready to be executed, with what it last took as long as its service stays as it was. */
final class KnownQuery {
    private final PreparedQuery query;
    /** Null for a query that is none. */
    private final @Nullable Template template;
    /** Why the template cannot be used; empty when it can. */
    private final String fault;

    private volatile @Nullable Taken taken;

    private record Taken(ServiceState from, List<ServiceInstance> instances) {}

    private KnownQuery(PreparedQuery query, @Nullable Template template, String fault) {
        this.query = query;
        this.template = template;
        this.fault = fault;
    }

    static KnownQuery of(PreparedQuery query) {
        if (!query.isTemplate()) {
            return new KnownQuery(query, null, "");
        }
        try {
            return new KnownQuery(query, Template.of(query), "");
        } catch (IllegalArgumentException e) {
            return new KnownQuery(query, null, "failed compiling template: " + e.getMessage());
        }
    }

    PreparedQuery query() {
        return query;
    }

    /** The query as it answers for a name. */
    Asked asked(String name) {
        if (!fault.isEmpty()) {
            throw new Refusal(500, fault);
        }
        if (template == null) {
            return new Asked(query, this);
        }
        try {
            return new Asked(template.filled(name), null);
        } catch (IllegalArgumentException e) {
            throw new Refusal(500, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A query with its template filled in.
     *
     * @param known null for a template: what it takes depends on the name
     */
    record Asked(PreparedQuery query, @Nullable KnownQuery known) {

        /** The instances that it takes of its service. */
        List<ServiceInstance> of(ServiceState service) {
            return known == null ? Selection.of(service.instances(), query.service()) : known.of(service);
        }
    }

    @SuppressWarnings("ReferenceEquality") // states are immutable: the same object is the same state
    private List<ServiceInstance> of(ServiceState service) {
        var last = taken;
        if (last == null || last.from() != service) {
            last = new Taken(service, Selection.of(service.instances(), query.service()));
            taken = last;
        }
        return last.instances();
    }
}
