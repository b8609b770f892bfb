package engine.proposal;

import engine.kv.ClientId;

/** As whom a server proposes, and how far it has been answered. */
final class Identity {
    final ClientId client;
    private final Watermark watermark = new Watermark();
    private long last;

    Identity(ClientId client) {
        this.client = client;
    }

    /** The next sequence. */
    long next() {
        return ++last;
    }

    void answered(long sequence) {
        watermark.answered(sequence);
    }

    long done() {
        return watermark.done();
    }

    /** How many sequences are between the first that was not answered and the last. */
    long span() {
        return last - watermark.done();
    }
}
