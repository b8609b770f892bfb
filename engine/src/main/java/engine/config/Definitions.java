package engine.config;

import engine.checks.CheckDefinition;
import engine.events.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Definitions of services, checks and triggers from plain maps: bodies of the HTTP API and blocks of configuration files.
 * Keys are found in any letter case and with or without {@code -} and {@code _}. Rules, defaults and texts are Consul's.
 * Every method throws {@link DefinitionException} with a sentence that is fit for the answer.
 */
public final class Definitions {

    private final boolean body;
    private final CheckReader checks;
    private final ServiceReader services;
    private final TriggerReader triggers;
    private final WatchReader watches;

    private Definitions(boolean body, int outputMaxSize, Duration triggerTimeout, Warnings warnings) {
        this.body = body;
        checks = new CheckReader(outputMaxSize, warnings);
        services = new ServiceReader(checks, warnings);
        triggers = new TriggerReader(triggerTimeout);
        watches = new WatchReader(triggerTimeout, warnings);
    }

    /** For HTTP bodies: durations as Go writes them, types as strict as Consul's, unknown keys ignored. */
    public static Definitions ofBodies(Settings settings) {
        return new Definitions(
                true, settings.checkOutputMaxSize(), settings.events().triggerTimeout(), (_, _) -> {
                    // What has no effect is told about files; a client that registers all day is not.
                });
    }

    /** For configuration files: HOCON durations and sizes too, types leniently, unknown keys refused. */
    static Definitions ofFiles(int outputMaxSize, Duration triggerTimeout, Warnings warnings) {
        return new Definitions(false, outputMaxSize, triggerTimeout, warnings);
    }

    /** A service and its checks. */
    public ServiceDefinition service(Map<String, ?> definition) {
        return services.read(fields(definition));
    }

    /** Services, in the order given. */
    public List<ServiceDefinition> services(List<? extends Map<String, ?>> definitions) {
        return definitions.stream().map(this::service).toList();
    }

    /** A check of the node, or of the service that {@code service-id} names. */
    public CheckDefinition check(Map<String, ?> definition) {
        return checks.own(fields(definition));
    }

    /** Checks, in the order given. */
    public List<CheckDefinition> checks(List<? extends Map<String, ?>> definitions) {
        return definitions.stream().map(this::check).toList();
    }

    /** A trigger. */
    public Trigger trigger(Map<String, ?> definition) {
        return triggers.read(fields(definition));
    }

    /** The trigger that a watch of Consul is; empty for one of what there is not here. */
    Optional<Trigger> watch(Map<String, ?> definition) {
        return watches.read(fields(definition));
    }

    private Fields fields(Map<String, ?> definition) {
        return body ? Fields.body(definition) : Fields.file(definition);
    }

    /** Takes sentences about what is accepted without effect. */
    interface Warnings {
        void add(List<Object> path, String sentence);

        default void add(Fields fields, String key, String sentence) {
            add(fields.path(key), sentence);
        }

        /** Tells of {@code key} where it is given. */
        default void unused(Fields fields, String key) {
            if (fields.has(key)) {
                add(fields, key, "'" + key + "' has no effect in this version");
            }
        }
    }
}
