package engine.state;

import org.jspecify.annotations.Nullable;

/** About how much memory the log of events takes: the same for the same records on every node. */
final class EventBytes {
    /** What a record takes beside its texts. */
    private static final int RECORD = 128;

    private EventBytes() {}

    static long of(Value.@Nullable Event event) {
        return event == null
                ? 0
                : RECORD
                        + event.payload().length()
                        + event.name().length()
                        + event.nodeFilter().length()
                        + event.serviceFilter().length()
                        + event.tagFilter().length()
                        + event.key().length()
                        + (event.cause() == null
                                ? 0
                                : event.cause().text().length()
                                        + event.cause().claim().length());
    }

    static long of(Value.@Nullable Receipt receipt) {
        return receipt == null ? 0 : RECORD + receipt.reason().length();
    }

    static long of(Value.@Nullable Run run) {
        return run == null ? 0 : RECORD + run.output().length() + run.reason().length();
    }
}
