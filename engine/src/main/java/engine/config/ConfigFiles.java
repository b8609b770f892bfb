package engine.config;

import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds and reads configuration files. */
final class ConfigFiles {

    /** Bytes of one file: tens of thousands of services. More is no configuration. */
    private static final int MOST_BYTES = 32 << 20;

    private static final String NAMES =
            "the name must end in .conf, .hocon or .json, or -config-format must say which it is";

    private ConfigFiles() {}

    /** A file to read and how. */
    record Source(Path file, ConfigSyntax syntax) {}

    /**
     * The files that {@code paths} mean, in the order in which they are merged.
     *
     * @param format how to read files whose names do not say it: conf, json, or nothing where such files are not read
     * @param warnings is told of each file of a directory that is passed over, but not of hidden ones
     */
    static List<Source> find(List<Path> paths, String format, Consumer<String> warnings) {
        var hint = hint(format);
        var found = new ArrayList<Source>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                for (var file : entries(path)) {
                    refuseHcl(file);
                    syntax(file)
                            .or(() -> hidden(file) ? Optional.empty() : hint)
                            .ifPresentOrElse(syntax -> found.add(new Source(file, syntax)), () -> {
                                if (!hidden(file)) {
                                    warnings.accept(file + ": passed over: " + NAMES);
                                }
                            });
                }
            } else if (Files.notExists(path)) {
                throw new ConfigException(path + ": there is no such file or directory");
            } else {
                refuseHcl(path);
                var syntax = syntax(path).or(() -> hint).orElseThrow(() -> new ConfigException(path + ": " + NAMES));
                found.add(new Source(path, syntax));
            }
        }
        return found;
    }

    /** What the ending of a file's name says. */
    static Optional<ConfigSyntax> syntax(Path file) {
        var name = file.toString();
        if (name.endsWith(".json")) {
            return Optional.of(ConfigSyntax.JSON);
        }
        return name.endsWith(".conf") || name.endsWith(".hocon") ? Optional.of(ConfigSyntax.CONF) : Optional.empty();
    }

    /** As an editor leaves them beside the file that is edited. */
    private static boolean hidden(Path file) {
        var name = file.getFileName().toString();
        return name.startsWith(".") || name.endsWith("~");
    }

    /** The content of a file, which is UTF-8. */
    static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigException(file + ":1: the file is larger than 32 MiB");
            }
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            throw new ConfigException(file + ":1: the file is not UTF-8 text");
        } catch (NoSuchFileException _) {
            throw new ConfigException(file + ": there is no such file");
        } catch (IOException _) {
            throw new ConfigException(file + ": the file cannot be read");
        }
    }

    private static List<Path> entries(Path directory) {
        var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException _) {
            throw new ConfigException(directory + ": the directory cannot be read");
        }
        files.sort(
                (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
        return files;
    }

    private static void refuseHcl(Path file) {
        if (file.toString().endsWith(".hcl")) {
            throw new ConfigException(
                    file
                            + ": HCL is not read; most HCL is HOCON as it stands, so rename the file to .conf and write repeated blocks as a list: services = [ {...}, {...} ]");
        }
    }

    private static Optional<ConfigSyntax> hint(String format) {
        return switch (format) {
            case "" -> Optional.empty();
            case "json" -> Optional.of(ConfigSyntax.JSON);
            case "conf" -> Optional.of(ConfigSyntax.CONF);
            case "hcl" ->
                throw new ConfigException(
                        "-config-format hcl: HCL is not read; write the files as HOCON or JSON and say conf or json");
            default ->
                throw new ConfigException("-config-format must be conf or json, not '" + Values.shorten(format) + "'");
        };
    }
}
