package engine.durable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** One directory of files, as far as the log needs it: where tests put disks that tear, fail and fill up. */
interface Disk {

    /** Where this is, for sentences. */
    String place();

    /** Names of the files. */
    List<String> files() throws IOException;

    /** A file from its beginning. */
    InputStream read(String name) throws IOException;

    /** Opens a file for writing behind its first {@code size} bytes, made if missing; what lies beyond them is cut off. */
    Appender append(String name, long size) throws IOException;

    /** Gives a file another name, in place of one that may be there. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Returns when the names as they are now survive a loss of power. */
    void sync() throws IOException;

    /** A file being written. */
    interface Appender extends AutoCloseable {

        /** Writes all that remains in {@code bytes}; after an exception nobody knows how much was written. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when what was written survives a loss of power. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
