package engine.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Domain names between text, labels and wire. Text is UTF-8 in labels; backslashes have no meaning in it. */
final class Names {
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;

    private Names() {}

    /** The dotted text below {@code origin}; empty when it has a label or length that DNS does not allow (RFC 1035 2.3.4). */
    static Optional<Name> below(String text, Name origin) {
        var wire = new ByteArrayOutputStream();
        for (String label : text.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            if (bytes.length == 0 || bytes.length > MAX_LABEL) {
                return Optional.empty();
            }
            wire.write(bytes.length);
            wire.writeBytes(bytes);
        }
        wire.writeBytes(origin.toWire());
        if (wire.size() > MAX_NAME) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Name(wire.toByteArray()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** A full name, with or without its last dot. */
    static Optional<Name> absolute(String text) {
        return below(text.endsWith(".") ? text.substring(0, text.length() - 1) : text, Name.root);
    }

    /** The labels left of {@code origin}, of which {@code name} is a subdomain. */
    static List<String> labels(Name name, Name origin) {
        var labels = new ArrayList<String>();
        for (int i = 0; i < name.labels() - origin.labels(); i++) {
            byte[] label = name.getLabel(i);
            labels.add(new String(label, 1, label.length - 1, StandardCharsets.UTF_8));
        }
        return labels;
    }
}
