package engine.http.message;

import java.util.Locale;

/** A header of a message; names are the same in any case. */
public record Header(String name, String value) {

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The name in lower case. */
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }
}
