package engine.local;

import engine.checks.CheckDefinition;
import engine.config.ServiceDefinition;
import engine.durable.KeptTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.pekko.Done;

/** What was registered with this agent other than by its files, and maintenance, kept over restarts. Not thread-safe. */
public final class Registrations {
    private static final String SERVICE = "service/";
    private static final String CHECK = "check/";
    private static final String MAINTENANCE = "maintenance/";

    private final KeptTexts texts;
    /** Checks as they are kept, so that a new status alone writes nothing. */
    private final Map<String, CheckDefinition> known = new HashMap<>();

    /** @param texts where they are kept */
    public Registrations(KeptTexts texts) {
        this.texts = texts;
    }

    /** The services kept, without their checks. */
    List<ServiceDefinition> services() {
        return under(SERVICE, DefinitionText::service);
    }

    /** The checks kept. */
    List<CheckDefinition> checks() {
        return under(CHECK, DefinitionText::check);
    }

    /** Visits what is in maintenance: the id of a service, empty for the node, and the reason. */
    void forMaintenance(BiConsumer<String, String> action) {
        texts.all().forEach((key, reason) -> {
            if (key.startsWith(MAINTENANCE)) {
                action.accept(key.substring(MAINTENANCE.length()), reason);
            }
        });
    }

    private <T> List<T> under(String prefix, Function<String, T> reading) {
        var found = new ArrayList<T>();
        texts.all().forEach((key, text) -> {
            if (key.startsWith(prefix)) {
                found.add(reading.apply(text));
            }
        });
        return found;
    }

    /** Keeps a service, unless a file does. */
    void put(LocalService service) {
        var key = SERVICE + service.definition().id();
        if (service.fromConfig()) {
            texts.remove(key);
        } else {
            texts.put(key, DefinitionText.of(service.definition()));
        }
    }

    void removeService(String id) {
        texts.remove(SERVICE + id);
    }

    /** Keeps a check, unless a file does. */
    void put(LocalCheck check) {
        var id = check.value().id();
        if (check.definition().isEmpty()) {
            texts.put(MAINTENANCE + check.value().serviceId(), check.value().notes());
        } else if (check.fromConfig()) {
            removeCheck(id);
        } else if (!check.definition()
                .get()
                .equals(known.put(id, check.definition().get()))) {
            texts.put(CHECK + id, DefinitionText.of(check.definition().get()));
        }
    }

    void remove(LocalCheck check) {
        if (check.definition().isEmpty()) {
            removeMaintenance(check.value().serviceId());
        } else {
            removeCheck(check.value().id());
        }
    }

    void removeMaintenance(String service) {
        texts.remove(MAINTENANCE + service);
    }

    void removeCheck(String id) {
        known.remove(id);
        texts.remove(CHECK + id);
    }

    /** Completes when all changes before this call are on disk. */
    CompletionStage<Done> keep() {
        return texts.keep();
    }
}
