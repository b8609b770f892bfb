package engine.durable;

import java.io.IOException;
import java.util.Random;

/** Logs of an agent's own on a disk that crashes, for tests outside of this package. */
public final class LocalLogs {
    private final MemoryDisk disk;
    private final Random random;
    private volatile String failure = "";

    public LocalLogs(Random random) {
        this.random = random;
        this.disk = new MemoryDisk(random);
    }

    /** Reads what the disk has and goes on; small files, so that there are many. */
    public LocalLog open() throws IOException {
        failure = "";
        return LocalWriter.open(disk, () -> {}, new StateLog.Limits(2_000, 6_000), random, why -> failure = why);
    }

    /** The process ends, and perhaps the power. */
    public void crash() {
        if (random.nextBoolean()) {
            disk.losePower();
        } else {
            disk.loseProcess();
        }
    }

    /** Some operations from now the disk fails. */
    public void failAfter(int operations) {
        disk.failAfter(operations);
    }

    public long size() {
        return disk.size();
    }

    /** Why a log ended; empty while it did not. */
    public String failure() {
        return failure;
    }
}
