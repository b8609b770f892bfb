package cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was given on the command line: flags, options with a value, and other words. */
record Options(Set<String> flags, Map<String, String> values, List<String> words) {
    private static final Set<String> WITHOUT_VALUE = Set.of("--long", "--list", "--keep");
    private static final Set<String> WITH_VALUE = Set.of("--seed", "--patience", "--program", "--dir", "--sources", "--entries", "--rounds", "--time", "--agents", "--minutes", "--events", "--rate", "--warm", "--clients");

    static Options of(String... args) {
        var flags = new HashSet<String>();
        var values = new HashMap<String, String>();
        var words = new ArrayList<String>();
        for (var i = 0; i < args.length; i++) {
            if (WITHOUT_VALUE.contains(args[i])) {
                flags.add(args[i]);
            } else if (WITH_VALUE.contains(args[i]) && i + 1 < args.length) {
                values.put(args[i], args[++i]);
            } else if (args[i].startsWith("-")) {
                System.out.println("There is no option " + args[i] + ", or it lacks its value.");
                System.exit(2);
            } else {
                words.add(args[i]);
            }
        }
        return new Options(flags, values, words);
    }

    boolean flag(String name) {
        return flags.contains(name);
    }

    Optional<Double> number(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> {
            try {
                return Double.valueOf(value);
            } catch (NumberFormatException _) {
                System.out.println(name + " needs a number, not " + value + ".");
                System.exit(2);
                throw new AssertionError("not reached");
            }
        });
    }

    /** Where logs and data go. */
    Path dir() {
        return Path.of(values.get("--dir"));
    }

    /** Where these sources are. */
    Path sources() {
        return Path.of(values.get("--sources"));
    }

    /** What is run as agent. */
    Path program() {
        return Path.of(values.get("--program"));
    }
}
