package engine.config;

import java.util.List;

/** Tells of settings that are read and checked, and change nothing in this version, each where it was written. */
final class WithoutEffect {

    private final Values values;
    private final List<String> warnings;

    WithoutEffect(Values values, List<String> warnings) {
        this.values = values;
        this.warnings = warnings;
    }

    void warn() {
        if (!values.text("limits.http-max-conns-per-client").equals("0")) {
            warn(
                    "limits.http-max-conns-per-client",
                    "has no effect in this version: connections are not counted by client");
        }
    }

    private void warn(String path, String saying) {
        if (!values.isDefault(path)) {
            warnings.add(Place.of(values.at(path).origin()) + ": " + path + " " + saying);
        }
    }
}
