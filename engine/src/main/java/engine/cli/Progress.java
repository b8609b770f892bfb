package engine.cli;

import java.io.PrintStream;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Tells on standard error how far a transfer is, when it takes long. */
final class Progress implements LongConsumer {
    private static final long EVERY_NANOS = 2_000_000_000L;
    private static final long MIB = 1024 * 1024;

    private final PrintStream err;
    private final String doing;
    private final LongSupplier nanoTime;
    private long told;

    /** @param doing such as {@code received} */
    Progress(PrintStream err, String doing, LongSupplier nanoTime) {
        this.err = err;
        this.doing = doing;
        this.nanoTime = nanoTime;
        this.told = nanoTime.getAsLong();
    }

    /** @param bytes moved since the start */
    @Override
    public void accept(long bytes) {
        long now = nanoTime.getAsLong();
        if (now - told >= EVERY_NANOS) {
            told = now;
            err.print("engine: " + doing + " " + bytes / MIB + " MiB\n");
            err.flush();
        }
    }
}
