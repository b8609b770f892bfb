package engine.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A row of bad-checks.txt.
 *
 * @param definition in HOCON
 * @param key that is wrong
 * @param line of the file that has the definition on its second line
 * @param sentence with which a file is refused
 * @param overHttp with which a body is; empty where it is taken
 */
public record BadCheck(String definition, String key, int line, String sentence, Optional<String> overHttp) {
    private static final Path TABLE = Path.of("src/test/resources/bad-checks.txt");
    private static final Pattern REFUSAL = Pattern.compile("    ([a-z0-9 -]+) \\| (\\d+): (.+)");
    private static final String OVER_HTTP = "    http | ";
    private static final String TAKEN = "taken";

    /** All of them. */
    public static List<BadCheck> all() {
        var rows = new ArrayList<BadCheck>();
        for (var text : lines()) {
            var refusal = REFUSAL.matcher(text);
            if (text.startsWith(OVER_HTTP) && !refusal.matches()) {
                rows.add(rows.removeLast().overHttp(text.substring(OVER_HTTP.length())));
            } else if (refusal.matches()) {
                rows.add(rows.removeLast().refused(refusal.group(1), refusal.group(2), refusal.group(3)));
            } else {
                rows.add(new BadCheck(text.replace("LONG", "x".repeat(1100)), "", 0, "", Optional.empty()));
            }
        }
        return rows;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(TABLE).stream()
                    .filter(text -> !text.isBlank() && !text.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BadCheck refused(String wrong, String at, String why) {
        return new BadCheck(definition, wrong, Integer.parseInt(at), why, Optional.of(why));
    }

    private BadCheck overHttp(String what) {
        return new BadCheck(definition, key, line, sentence, Optional.of(what).filter(said -> !said.equals(TAKEN)));
    }

    /** The same in Consul's files and bodies. */
    public String json() {
        return ConfigFactory.parseString(definition).root().render(ConfigRenderOptions.concise());
    }

    /** Whether a sentence says which key it is about, in whatever spelling. */
    boolean isNamedIn(String said) {
        return plain(said).contains(plain(key));
    }

    /** What keys are compared by. */
    static String plain(String text) {
        return text.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }
}
