package engine.kv;

import org.apache.pekko.util.ByteString;

/**
 * What a part of the program keeps in the order of the log, in a form of its own.
 *
 * @param version index of the command that wrote it
 */
public record Document(ByteString content, long version) {

    /** Without the content: it may hold payloads. */
    @Override
    public String toString() {
        return "Document[" + content.size() + " bytes, version " + version + "]";
    }
}
