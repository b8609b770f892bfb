package engine.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configuration files for tests, and their loading on a machine called {@code box} at 10.0.0.7. */
record Given(Path directory) {

    static final Machine BOX = new Machine() {
        @Override
        public String hostName() {
            return "box";
        }

        @Override
        public String address() {
            return "10.0.0.7";
        }
    };

    /** Writes a file. */
    Given file(String name, String text) {
        try {
            var file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads the files named, or the whole directory where none is named. */
    Loaded load(String... names) {
        return load(Map.of("data-dir", "/var/lib/engine"), false, names);
    }

    Loaded load(Map<String, ?> overrides, boolean dev, String... names) {
        var paths = names.length == 0
                ? List.of(directory)
                : List.of(names).stream().map(directory::resolve).toList();
        return Configuration.load(new Sources(paths, overrides, dev, ""), BOX);
    }

    /** What the loading of the files says without the directory's name, which no test knows. */
    String refusal(String... names) {
        try {
            return "accepted: " + load(names);
        } catch (ConfigException e) {
            return here(String.valueOf(e.getMessage()));
        }
    }

    String here(String sentence) {
        return sentence.replace(directory + "/", "");
    }
}
