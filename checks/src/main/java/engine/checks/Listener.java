package engine.checks;

/** The port through which checks tell what they found. Called on actor threads: must not block. */
public interface Listener {

    /** The check has a new status, or the same status with another output. */
    void changed(String checkId, Status status, String output);

    /** The check has been critical for its {@code deregister-critical-service-after}. */
    void expired(String checkId);
}
