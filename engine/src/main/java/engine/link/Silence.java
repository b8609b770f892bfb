package engine.link;

/**
 * How long nothing has come, counted in beats and not by the clock: a process that was stopped for a while finds what has come in the
 * meantime before it has counted to the end.
 */
final class Silence {
    private int beats;

    /** Something has come. */
    void broken() {
        beats = 0;
    }

    /** A beat has passed; whether the other side is gone. */
    boolean isTooLong() {
        beats++;
        return beats > StreamSettings.SILENT_BEATS;
    }
}
