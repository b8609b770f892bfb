package engine;

import engine.checks.CheckDefinition;
import engine.config.ServiceDefinition;
import engine.state.Bucket;
import engine.state.LocalTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What was registered with this agent other than by its files, kept over restarts. Changes go to the log before the writes to
 * the catalog that follow them: who is answered for the one can rely on the other. Not thread-safe.
 */
final class Registrations {
    private static final String SERVICE = "service/";
    private static final String CHECK = "check/";

    private final Consumer<Bucket> keep;
    private LocalTexts texts;
    /** Checks as they are kept, so that a new status alone writes nothing. */
    private final Map<String, CheckDefinition> known = new HashMap<>();

    /** @param keep hands all that is kept to the log; does nothing where nothing is kept */
    Registrations(LocalTexts texts, Consumer<Bucket> keep) {
        this.texts = texts;
        this.keep = keep;
    }

    /** The services kept, without their checks. */
    List<ServiceDefinition> services() {
        var services = new ArrayList<ServiceDefinition>();
        texts.texts().forEach((key, text) -> {
            if (key.startsWith(SERVICE)) {
                services.add(DefinitionText.service(text));
            }
        });
        return services;
    }

    /** The checks kept. */
    List<CheckDefinition> checks() {
        var checks = new ArrayList<CheckDefinition>();
        texts.texts().forEach((key, text) -> {
            if (key.startsWith(CHECK)) {
                checks.add(DefinitionText.check(text));
            }
        });
        return checks;
    }

    /** Keeps a service, unless a file does. */
    void put(LocalService service) {
        var key = SERVICE + service.definition().id();
        change(service.fromConfig() ? texts.without(key) : texts.with(key, DefinitionText.of(service.definition())));
    }

    void removeService(String id) {
        change(texts.without(SERVICE + id));
    }

    /** Keeps a check, unless a file does or it stands for maintenance, which the catalog tells. */
    void put(LocalCheck check) {
        var id = check.value().id();
        if (check.fromConfig() || check.definition().isEmpty()) {
            removeCheck(id);
        } else if (!check.definition()
                .get()
                .equals(known.put(id, check.definition().get()))) {
            change(texts.with(CHECK + id, DefinitionText.of(check.definition().get())));
        }
    }

    void removeCheck(String id) {
        known.remove(id);
        change(texts.without(CHECK + id));
    }

    @SuppressWarnings("ReferenceEquality") // the very same texts are those that did not change
    private void change(LocalTexts next) {
        if (next != texts) {
            texts = next;
            keep.accept(texts.bucket());
        }
    }
}
