package engine.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import engine.events.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the cluster keeps it: a text of HOCON as in a configuration file that defines it and nothing else.
 *
 * @param trigger what the text says where no variable of the environment is set
 */
public record KeptDefinition(Trigger trigger, String text) {

    private static final String FILE = "definition";
    private static final ConfigRenderOptions AS_WRITTEN =
            ConfigRenderOptions.defaults().setOriginComments(false).setJson(false);

    /**
     * The triggers that a text defines, in its order.
     *
     * @param timeout of those that say nothing of it
     * @throws ConfigException with a sentence for one that could not be in a configuration file, too, or that needs what only
     *     one agent has
     */
    public static List<KeptDefinition> all(String text, Duration timeout) {
        var parsed = Hocon.parseAlone(text, FILE);
        var items = items(parsed, resolved(parsed, ConfigResolveOptions.noSystem()));
        if (items.isEmpty()) {
            throw new ConfigException("there is no trigger in it: trigger.deploy { on { event = deploy }, run = ... }");
        }
        var triggers = items.stream().map(item -> trigger(item, timeout)).toList();
        var names = new HashSet<String>();
        for (var trigger : triggers) {
            if (!names.add(trigger.name())) {
                throw new ConfigException("there are two triggers named '" + trigger.name() + "' in it");
            }
        }
        var kept = new ArrayList<KeptDefinition>();
        for (var i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var trigger = triggers.get(i);
            var own = items.size() == 1 ? text.strip() : alone(parsed, item, trigger);
            if (!trigger.equals(read(own, timeout, ConfigResolveOptions.noSystem()))) {
                throw new ConfigException("trigger '" + trigger.name()
                        + "' takes something from elsewhere in the text: write it in a text of its own");
            }
            kept.add(new KeptDefinition(trigger, own));
        }
        return List.copyOf(kept);
    }

    /**
     * The trigger that a kept text defines on this agent, with the variables of its environment.
     *
     * @throws ConfigException with a sentence when it defines none here
     */
    public static Trigger read(String text, Duration timeout) {
        return read(text, timeout, ConfigResolveOptions.defaults());
    }

    private static Trigger read(String text, Duration timeout, ConfigResolveOptions variables) {
        var parsed = Hocon.parseAlone(text, FILE);
        var items = items(parsed, resolved(parsed, variables));
        if (items.size() != 1) {
            throw new ConfigException("it does not define one trigger");
        }
        return trigger(items.getFirst(), timeout);
    }

    private static ConfigObject resolved(ConfigObject parsed, ConfigResolveOptions variables) {
        if (!Hocon.isResolved(parsed, FILE, variables)) {
            throw new ConfigException("it needs a variable of the environment that is not set here:"
                    + " each agent takes them from its own, and ${?NAME} is one that may be missing");
        }
        return Hocon.resolved(parsed, FILE, variables);
    }

    private static List<Layer.Item> items(ConfigObject parsed, ConfigObject resolved) {
        for (var key : parsed.keySet()) {
            if (!Keys.canonical(key).equals("trigger")) {
                throw new ConfigException(Place.of(parsed.get(key).origin()) + ": '" + Values.shorten(key)
                        + "' cannot be kept in the cluster: only trigger.NAME { ... } can");
            }
        }
        return new Layer(resolved, ConfigFactory.empty().root()).triggers;
    }

    private static Trigger trigger(Layer.Item item, Duration timeout) {
        try {
            return Definitions.ofFiles(1, timeout, (_, _) -> {}).trigger(Configuration.plain(item));
        } catch (DefinitionException e) {
            throw new ConfigException(Configuration.place(item.block(), e.path()) + ": " + e.getMessage());
        }
    }

    /** The definition as it was written, references to variables included. */
    private static String alone(ConfigObject parsed, Layer.Item item, Trigger trigger) {
        var block = block(parsed.values().iterator().next(), item.name());
        if (block == null) {
            throw new ConfigException(
                    "several triggers in one text are blocks by name: trigger.deploy { ... }; trigger '"
                            + trigger.name() + "' is not");
        }
        return ConfigFactory.empty()
                .root()
                .withValue("trigger", ConfigFactory.empty().root().withValue(item.name(), block))
                .render(AS_WRITTEN)
                .strip();
    }

    private static @Nullable ConfigValue block(ConfigValue blocks, String name) {
        try {
            return blocks instanceof ConfigObject object ? object.get(name) : null;
        } catch (com.typesafe.config.ConfigException.NotResolved _) {
            // A merge of blocks that waits for a variable cannot be taken apart.
            return null;
        }
    }
}
