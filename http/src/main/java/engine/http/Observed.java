package engine.http;

import engine.metrics.HttpMeter;

/** One request as it is counted. */
final class Observed {
    /** Counts what has no endpoint of its own: paths that are not there, and those that all methods share. */
    static final HttpMeter OTHER = HttpMeter.of("any", "/");

    private final long began = System.nanoTime();
    private volatile HttpMeter meter = OTHER;
    private volatile boolean waits;

    /**
     * It is for this endpoint.
     *
     * @param waits whether it is a blocking query
     */
    void found(HttpMeter endpoint, boolean waits) {
        this.meter = endpoint;
        this.waits = waits;
    }

    Answer answered(Answer answer) {
        meter.answered(answer.status(), waits, began);
        return answer;
    }
}
