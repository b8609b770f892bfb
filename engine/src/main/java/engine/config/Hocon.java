package engine.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one file of HOCON or JSON. Substitutions see the file and the environment; includes, the files beside it. */
final class Hocon {

    /** Files that include one another deeper than this include themselves. */
    private static final int MOST_INCLUDES = 10;

    /** The depth of a text that includes nothing. */
    private static final int ALONE = -1;

    private Hocon() {}

    /** The resolved content of {@code file}. */
    static ConfigObject read(Path file, ConfigSyntax syntax) {
        return resolved(file.toString(), () -> parse(file, syntax, 0));
    }

    /** As {@link #read}, from a text; {@code name} stands for the file. */
    static ConfigObject read(String text, Path name, ConfigSyntax syntax) {
        return resolved(name.toString(), () -> parse(text, name, syntax, 0));
    }

    /** A text that includes nothing, before its substitutions are resolved; {@code name} stands for a file. */
    static ConfigObject parseAlone(String text, String name) {
        return guarded(name, () -> parse(text, Path.of(name), ConfigSyntax.CONF, ALONE));
    }

    /** What was parsed, resolved. */
    static ConfigObject resolved(ConfigObject parsed, String name, ConfigResolveOptions variables) {
        return guarded(name, () -> {
            var resolved = parsed.toConfig().resolve(variables).root();
            return (ConfigObject) Origins.placed(resolved, parsed, parsed.origin());
        });
    }

    /** Whether nothing is left open when these variables are known. */
    static boolean isResolved(ConfigObject parsed, String name, ConfigResolveOptions variables) {
        return guarded(
                        name,
                        () -> parsed.toConfig()
                                .resolve(variables.setAllowUnresolved(true))
                                .root())
                .toConfig()
                .isResolved();
    }

    private interface Parsing {
        ConfigObject object();
    }

    private static ConfigObject resolved(String file, Parsing parsing) {
        return guarded(file, () -> resolved(parsing.object(), file, ConfigResolveOptions.defaults()));
    }

    private static ConfigObject guarded(String file, Parsing parsing) {
        try {
            return parsing.object();
        } catch (com.typesafe.config.ConfigException e) {
            throw translated(e, file);
        } catch (StackOverflowError _) {
            // The parser recurses; brackets are counted before it runs, but a key may also have thousands of dots.
            throw new ConfigException(file + ":1: is nested too deeply to be read");
        }
    }

    private static ConfigObject parse(Path file, ConfigSyntax syntax, int depth) {
        return parse(ConfigFiles.text(file), file, syntax, depth);
    }

    private static ConfigObject parse(String text, Path file, ConfigSyntax syntax, int depth) {
        var root = Blocks.check(text, file.toString());
        if (text.isBlank()) {
            return ConfigFactory.empty(file.toString()).root();
        }
        try {
            return ConfigFactory.parseString(
                            text,
                            ConfigParseOptions.defaults()
                                    .setSyntax(syntax)
                                    .setOriginDescription(file.toString())
                                    .setIncluder(new Beside(file, text, root, depth)))
                    .root();
        } catch (com.typesafe.config.ConfigException e) {
            throw withoutSecret(e, text, file);
        }
    }

    /** The parser quotes what it cannot read: where that may be the secret, only the place is told. */
    private static RuntimeException withoutSecret(com.typesafe.config.ConfigException e, String text, Path file) {
        var origin = e.origin();
        int line = origin == null ? 0 : origin.lineNumber();
        if (line < 1) {
            return e;
        }
        boolean secret = text.lines()
                .skip(Math.max(0, line - 2))
                .limit(Math.min(2, line))
                .anyMatch(near -> near.toLowerCase(Locale.ROOT).contains("encrypt"));
        return secret
                ? new ConfigException(
                        file + ":" + line + ": this line cannot be read, and is not shown because of the secret"
                                + " beside it; is the value of encrypt in double quotes?")
                : e;
    }

    private static ConfigException translated(com.typesafe.config.ConfigException e, String file) {
        var origin = e.origin();
        var message = e.getMessage() == null ? "cannot be read" : e.getMessage();
        if (origin == null) {
            return new ConfigException(file + ":1: " + message);
        }
        var said = message.startsWith(origin.description() + ": ")
                ? message.substring(origin.description().length() + 2)
                : message;
        var place = origin.lineNumber() > 0 ? Place.of(origin) : file + ":1";
        return new ConfigException(place + ": " + said);
    }

    /** Includes files of the including file's directory, and nothing else. */
    private record Beside(Path file, String text, Blocks.Root root, int depth)
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

        @Override
        public ConfigIncluder withFallback(@Nullable ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            if (depth == ALONE) {
                throw new ConfigException(place(what) + ": nothing can be included here");
            }
            var name = Path.of(what.replace('\0', '?'));
            var syntax = ConfigFiles.syntax(name);
            if (name.getNameCount() != 1 || name.isAbsolute() || syntax.isEmpty()) {
                throw refused(what);
            }
            if (depth >= MOST_INCLUDES) {
                throw new ConfigException(place(what) + ": files include one another more than " + MOST_INCLUDES
                        + " deep; '" + what + "' is probably included by itself");
            }
            var beside = file.resolveSibling(name);
            if (!beside.toFile().isFile()) {
                throw new ConfigException(
                        place(what) + ": include needs a file beside this one; there is no '" + what + "'");
            }
            if (root.includes().contains(what)) {
                Blocks.check(ConfigFiles.text(beside), beside.toString())
                        .single()
                        .forEach(key -> {
                            if (!root.single().add(key)) {
                                throw new ConfigException(place(what) + ": '" + what + "' has another '" + key
                                        + "', which would be merged with the one before it; write " + key
                                        + "s = [ {...} ] with += in both files");
                            }
                        });
            }
            return parse(beside, syntax.get(), depth + 1);
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return include(context, what.getPath());
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            throw refused(what.toString());
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            throw refused(what);
        }

        private ConfigException refused(String what) {
            return new ConfigException(place(what)
                    + ": include takes the name of a .conf or .json file beside this one, not '" + Values.shorten(what)
                    + "'");
        }

        /** The parser does not say where it is: the line is where the name stands in the text. */
        private String place(String what) {
            int at = Math.max(0, text.indexOf("\"" + what + "\""));
            return file + ":"
                    + (1 + text.substring(0, at).chars().filter(c -> c == '\n').count());
        }
    }
}
