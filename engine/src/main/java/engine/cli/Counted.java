package engine.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** A stream that tells how much has been written to it. */
final class Counted extends FilterOutputStream {
    private final LongConsumer moved;
    private long bytes;

    Counted(OutputStream out, LongConsumer moved) {
        super(out);
        this.moved = moved;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
        out.write(buffer, from, length);
        bytes += length;
        moved.accept(bytes);
    }
}
