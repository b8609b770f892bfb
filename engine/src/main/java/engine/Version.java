package engine;

import java.util.Objects;

/** The version of this build. */
public final class Version {
    /** As in the jar's manifest; {@code development} when run from classes. */
    public static final String NUMBER =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
