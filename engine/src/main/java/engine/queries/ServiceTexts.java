package engine.queries;

import engine.http.PreparedQuery;
import engine.http.PreparedQuery.Elsewhere;
import engine.http.PreparedQuery.Failover;
import engine.http.PreparedQuery.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** All texts of what a prepared query looks for. */
final class ServiceTexts {
    private static final String FAILOVER = ".Failover";

    private ServiceTexts() {}

    /** The same with each text replaced; {@code change} gets its path, such as {@code .Tags[0]}, and the text. */
    static Service changed(Service service, BinaryOperator<String> change) {
        var failover = service.failover();
        var elsewhere = service.elsewhere();
        return new Service(
                change.apply(".Service", service.service()),
                new Failover(
                        failover.nearestN(),
                        list(FAILOVER + ".Datacenters", failover.datacenters(), change),
                        targets(failover.targets(), change)),
                service.onlyPassing(),
                list(".IgnoreCheckIDs", service.ignoreCheckIds(), change),
                change.apply(".Near", service.near()),
                list(".Tags", service.tags(), change),
                map(".NodeMeta", service.nodeMeta(), change),
                map(".ServiceMeta", service.serviceMeta(), change),
                service.connect(),
                new Elsewhere(
                        change.apply(".Namespace", elsewhere.namespace()),
                        change.apply(".Partition", elsewhere.partition()),
                        change.apply(".Peer", elsewhere.peer()),
                        change.apply(".SamenessGroup", elsewhere.samenessGroup())));
    }

    /** The same without the tags that are empty; without any there are none, which is a list. */
    static Service withoutEmptyTags(Service service) {
        var tags = service.tags();
        return new Service(
                service.service(),
                service.failover(),
                service.onlyPassing(),
                service.ignoreCheckIds(),
                service.near(),
                tags == null
                        ? List.of()
                        : tags.stream().filter(tag -> !tag.isEmpty()).toList(),
                service.nodeMeta(),
                service.serviceMeta(),
                service.connect(),
                service.elsewhere());
    }

    static PreparedQuery with(PreparedQuery query, Service service) {
        return new PreparedQuery(
                query.id(),
                query.name(),
                query.session(),
                query.token(),
                query.template(),
                service,
                query.ttl(),
                query.createIndex(),
                query.modifyIndex());
    }

    private static @Nullable List<Map<String, String>> targets(
            @Nullable List<Map<String, String>> targets, BinaryOperator<String> change) {
        if (targets == null) {
            return null;
        }
        var changed = new ArrayList<Map<String, String>>(targets.size());
        for (var target : targets) {
            changed.add(replaced(FAILOVER + ".Targets[" + changed.size() + "]", target, change));
        }
        return List.copyOf(changed);
    }

    private static @Nullable List<String> list(
            String path, @Nullable List<String> texts, BinaryOperator<String> change) {
        if (texts == null) {
            return null;
        }
        var changed = new ArrayList<String>(texts.size());
        for (var text : texts) {
            changed.add(change.apply(path + '[' + changed.size() + ']', text));
        }
        return List.copyOf(changed);
    }

    private static @Nullable Map<String, String> map(
            String path, @Nullable Map<String, String> texts, BinaryOperator<String> change) {
        return texts == null ? null : replaced(path, texts, change);
    }

    private static Map<String, String> replaced(String path, Map<String, String> texts, BinaryOperator<String> change) {
        var changed = new LinkedHashMap<String, String>();
        texts.forEach((key, text) -> changed.put(key, change.apply(path + '[' + key + ']', text)));
        return changed;
    }
}
