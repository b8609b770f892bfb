package engine.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import engine.config.Layer.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Loads the configuration of an agent: reference.conf, then files, then the command line. */
public final class Configuration {

    /** What {@code -dev} sets; files may say otherwise. */
    private static final Map<String, Object> DEV = Map.of(
            "server", true, "bind-addr", "127.0.0.1", "client-addr", "127.0.0.1", "enable-local-script-checks", true);

    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private final Sources sources;
    private final Machine machine;

    private Configuration(Sources sources, Machine machine) {
        this.sources = sources;
        this.machine = machine;
    }

    /**
     * Reads and checks everything.
     *
     * @throws ConfigException with file, line, key and what is allowed, at the first thing that is wrong
     */
    public static Loaded load(Sources sources) {
        return load(sources, Machine.LOCAL);
    }

    static Loaded load(Sources sources, Machine machine) {
        var configuration = new Configuration(sources, machine);
        return configuration.load(
                ConfigFiles.find(sources.paths(), sources.format(), configuration.warnings::add).stream()
                        .map(source -> Hocon.read(source.file(), source.syntax()))
                        .toList());
    }

    /** Loads one text as if it were the file {@code name}, keeping data in {@code data}. */
    static Loaded load(String text, Path name, ConfigSyntax syntax, Machine machine) {
        var sources = new Sources(List.of(), Map.of("data-dir", "data"), false, "");
        return new Configuration(sources, machine).load(List.of(Hocon.read(text, name, syntax)));
    }

    /** The settings that there are, with their defaults. */
    private static final class Reference {
        /** Parsed once, and together with the actor system's, which asks for the same resource. */
        static final ConfigObject ROOT = ConfigFactory.defaultReferenceUnresolved(Configuration.class.getClassLoader())
                .withOnlyPath("engine")
                .resolve()
                .getObject("engine");
    }

    private Loaded load(List<ConfigObject> files) {
        var reference = Reference.ROOT;
        var merged = reference;
        if (sources.dev()) {
            merged = Layer.merge(merged, ConfigFactory.parseMap(DEV, "-dev").root());
        }
        var layers = new ArrayList<Layer>();
        files.forEach(file -> layers.add(new Layer(file, reference)));
        layers.add(new Layer(commandLine(), reference));
        for (var layer : layers) {
            warnings.addAll(layer.warnings);
            merged = Layer.merge(merged, layer.settings);
        }
        var reader = new SettingsReader(new Values(merged), machine, sources.dev(), warnings);
        var here = new ArrayList<ConfigObject>();
        var definitions = Definitions.ofFiles(
                reader.checkOutputMaxSize(),
                reader.triggerTimeout(),
                (path, sentence) -> warnings.add(place(here.getLast(), path) + ": " + sentence));
        var services = definitions(layers, here, layer -> layer.services, definitions::service, (service, at) -> {
            unique("service", service.id(), at);
            service.checks().forEach(check -> unique("check", check.id(), at));
        });
        var checks = definitions(
                layers,
                here,
                layer -> layer.checks,
                definitions::check,
                (check, at) -> unique("check", check.id(), at));
        var triggers = definitions(
                layers,
                here,
                layer -> layer.triggers,
                definitions::trigger,
                (trigger, at) -> unique("trigger", trigger.name(), at));
        var watches = definitions(
                layers,
                here,
                layer -> layer.watches,
                definitions::watch,
                (trigger, at) -> trigger.ifPresent(watch -> unique("trigger", watch.name(), at)));
        var waiting = Stream.concat(triggers.stream(), watches.stream().flatMap(Optional::stream))
                .toList();
        var settings = reader.read(services, checks, waiting);
        var all = Stream.concat(services.stream().flatMap(service -> service.checks().stream()), checks.stream())
                .toList();
        all.forEach(check ->
                settings.scriptChecks().refusal(check, false).ifPresent(sentence -> warnOfCheck(check.id(), sentence)));
        CheckNeeds.warn(all, this::warnOfCheck);
        return new Loaded(settings, warnings);
    }

    private ConfigObject commandLine() {
        try {
            return ConfigFactory.parseMap(sources.overrides(), "command line").root();
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException("command line: " + e.getMessage());
        }
    }

    private interface Placed<T> {
        void accept(T value, String place);
    }

    /** Reads the definitions of one kind in all layers; {@code here} tells the warnings which one is being read. */
    private static <T> List<T> definitions(
            List<Layer> layers,
            List<ConfigObject> here,
            Function<Layer, List<Item>> items,
            Function<Map<String, ?>, T> read,
            Placed<T> then) {
        var all = new ArrayList<T>();
        for (var item :
                layers.stream().flatMap(layer -> items.apply(layer).stream()).toList()) {
            here.add(item.block());
            try {
                var definition = read.apply(plain(item));
                then.accept(definition, Place.of(item.block().origin()));
                all.add(definition);
            } catch (DefinitionException e) {
                throw new ConfigException(place(item.block(), e.path()) + ": " + e.getMessage());
            }
        }
        return all;
    }

    /** The definition as a plain map; the key that it stands under is its name, or its id where it has a name. */
    static Map<String, ?> plain(Item item) {
        var map = new LinkedHashMap<String, Object>(item.block().unwrapped());
        map.values().removeIf(value -> value == null);
        if (!item.name().isEmpty()) {
            boolean named =
                    map.keySet().stream().anyMatch(key -> Keys.canonical(key).equals("name"));
            map.putIfAbsent(named ? "id" : "name", item.name());
        }
        return map;
    }

    private void unique(String kind, String id, String at) {
        var before = places.putIfAbsent(kind + " " + id, at);
        if (before != null) {
            throw new ConfigException(at + ": there is already a " + kind + " '" + id + "' at " + before
                    + "; give each its own " + (kind.equals("trigger") ? "name" : "id"));
        }
    }

    private void warnOfCheck(String id, String sentence) {
        warnings.add(places.getOrDefault("check " + id, "command line") + ": " + sentence);
    }

    /** The place of the value at {@code path}, or of the nearest thing round it. */
    static String place(ConfigObject block, List<Object> path) {
        ConfigValue value = block;
        for (var step : path) {
            ConfigValue next = switch (value) {
                case ConfigObject object -> object.get(step);
                case ConfigList list when step instanceof Integer i && i < list.size() -> list.get(i);
                default -> null;
            };
            if (next == null) {
                break;
            }
            value = next;
        }
        return Place.of(value.origin());
    }
}
