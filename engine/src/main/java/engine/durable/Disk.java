package engine.durable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** One directory of files, as far as the log needs it: where tests put disks that tear, fail and fill up. */
public interface Disk {

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

    /** A file that is read and written at any place; made by the first write if missing. */
    RandomAccess open(String name) throws IOException;

    /**
     * Reads are safe for use by many threads, also while one thread writes. An interrupt of a thread neither ends nor spoils
     * what it does here.
     */
    interface RandomAccess extends AutoCloseable {

        /** How long it is now; 0 when it is not there. */
        long size() throws IOException;

        /** Reads from a place on until {@code into} is full or the file ends. */
        void read(ByteBuffer into, long at) throws IOException;

        /**
         * Writes all that remains in {@code bytes} and returns when it survives a loss of power; after an exception nobody knows
         * how much was written.
         */
        void write(ByteBuffer bytes, long at) throws IOException;

        /** Cuts off what lies beyond {@code size}; returns when that survives a loss of power. */
        void cut(long size) throws IOException;

        @Override
        void close() throws IOException;
    }

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
