package engine.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that keeps nothing back: what comes is seen at once. */
final class FlushedStream extends FilterOutputStream {
    FlushedStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
        out.write(buffer, from, length);
        out.flush();
    }
}
