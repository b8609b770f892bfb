package engine.link;

import engine.state.Op;
import engine.state.OpCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Long lists of operations on the way: cut into frames on one side, put together on the other. */
final class Parts {
    /** Small enough that a sign of life is never long behind one on a slow line. */
    static final int PART = 64 << 10;

    private static final int FRAME_ROOM = 64;

    private Parts() {}

    /**
     * The same operations in order, in lists of about {@link #PART} bytes, at least one list.
     *
     * @throws IllegalArgumentException where one operation is larger than a frame
     */
    static <O extends Op> List<List<O>> of(List<O> ops) {
        var parts = new ArrayList<List<O>>();
        var part = new ArrayList<O>();
        var size = 0;
        for (var op : ops) {
            var more = OpCodec.size(op);
            if (more > FrameCodec.MAX_FRAME - FRAME_ROOM) {
                throw new IllegalArgumentException(
                        "an entry of %d bytes is too large for the stream to a server, which takes %d"
                                .formatted(more, FrameCodec.MAX_FRAME - FRAME_ROOM));
            }
            if (!part.isEmpty() && size + more > PART) {
                parts.add(List.copyOf(part));
                part.clear();
                size = 0;
            }
            part.add(op);
            size += more;
        }
        parts.add(List.copyOf(part));
        return List.copyOf(parts);
    }

    /** Puts together what {@link #of} cut; one list at a time. */
    static final class Assembly<O extends Op> {
        /** Most bytes of a list: some ten thousand checks with their output. */
        static final long LIMIT = 64L << 20;

        private List<O> ops = new ArrayList<>();
        private long seq;
        private long bytes;

        /**
         * @param size bytes of the frame
         * @return the whole list with its last part
         * @throws IllegalArgumentException where parts of two lists are mixed, and where there is no end of them
         */
        Optional<List<O>> add(long number, boolean last, List<O> part, int size) {
            if (bytes > 0 && seq != number) {
                throw new IllegalArgumentException("a list of operations begins before the one before has ended");
            }
            seq = number;
            bytes += size;
            if (bytes > LIMIT) {
                throw new IllegalArgumentException("a list of operations has more than " + LIMIT + " bytes");
            }
            ops.addAll(part);
            if (!last) {
                return Optional.empty();
            }
            var whole = ops;
            ops = new ArrayList<>();
            bytes = 0;
            return Optional.of(whole);
        }
    }
}
