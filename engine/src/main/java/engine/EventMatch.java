package engine;

import engine.events.LocalNode;
import engine.events.NodeFilters;
import engine.http.Refusal;
import engine.http.UserEvents.Concerned;
import engine.http.UserEvents.Filters;
import engine.state.Published;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which agents an event would concern: each decides by itself when it comes, this is what the catalog has of them. */
record EventMatch(Published published, Members members) {

    /** An agent as the catalog has it. */
    private record Known(String name, List<Service> services, Map<String, String> meta) implements LocalNode {}

    List<Concerned> match(Filters filters) {
        NodeFilters compiled;
        try {
            compiled = NodeFilters.checked(filters.node(), filters.service(), filters.tag(), filters.meta());
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, Objects.requireNonNullElse(e.getMessage(), "bad filter"));
        }
        var concerned = new ArrayList<Concerned>();
        for (var member : published.current().members().values()) {
            if (member.standing() != Value.Standing.LEFT
                    && compiled.leaveOut(known(member)).isEmpty()) {
                concerned.add(new Concerned(member.name(), members.alive(member)));
            }
        }
        return concerned;
    }

    private Known known(Value.Member member) {
        var state = published.current().catalog().node(member.name());
        if (state == null || state.node() == null) {
            return new Known(member.name(), List.of(), Map.of());
        }
        var services = state.services().values().stream()
                .map(stored -> stored.value())
                // A server's own is not registered with its agent.
                .filter(service -> !(member.server() && service.id().equals(Self.SERVERS)))
                .map(service -> new LocalNode.Service(service.name(), service.tags()))
                .toList();
        return new Known(
                member.name(),
                services,
                Objects.requireNonNullElse(state.node().value().meta(), Map.of()));
    }
}
