package engine.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The archive of classes that the launcher gives the JVM. Most of it is read while an agent starts, and would stay in its
 * memory. The part that is never written to can be given back: what is needed again is mapped again, from the file cache.
 */
public final class StartArchive {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S+) .*");
    /** Pages that are not as in the file: these would be lost. */
    private static final Pattern CHANGED = Pattern.compile("(?:Anonymous|Swap):\\s+[1-9].*");

    private static final int DONTNEED = 4;

    /** A part of the address space. */
    record Mapping(long from, long to) {}

    private StartArchive() {}

    /** Takes what is not in use out of this process's memory; does nothing where there is no such archive. */
    public static void giveBack() {
        try {
            unchanged(Files.readAllLines(MAPPINGS)).forEach(StartArchive::release);
        } catch (IOException _) {
            // No Linux: nothing is known of the mappings, and nothing is given back.
        }
    }

    /** The archive's mappings that cannot be written to and are as in the file. */
    static List<Mapping> unchanged(List<String> mappings) {
        var found = new ArrayList<Mapping>();
        for (var i = 0; i < mappings.size(); i++) {
            var head = HEAD.matcher(mappings.get(i));
            if (head.matches()
                    && head.group(3).equals("r--p")
                    && mappings.get(i).endsWith(".aot")) {
                var isChanged = mappings.stream()
                        .skip(i + 1L)
                        .takeWhile(line -> !HEAD.matcher(line).matches())
                        .anyMatch(line -> CHANGED.matcher(line).matches());
                if (!isChanged) {
                    found.add(new Mapping(
                            Long.parseUnsignedLong(head.group(1), 16), Long.parseUnsignedLong(head.group(2), 16)));
                }
            }
        }
        return found;
    }

    @SuppressWarnings("restricted") // an address and a length that the kernel has just told
    private static void release(Mapping mapping) {
        var linker = Linker.nativeLinker();
        linker.defaultLookup().find("madvise").ifPresent(function -> {
            var madvise = linker.downcallHandle(
                    function,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
            try {
                var _ = (int) madvise.invokeExact(
                        MemorySegment.ofAddress(mapping.from()), mapping.to() - mapping.from(), DONTNEED);
            } catch (Throwable e) {
                throw new IllegalStateException("madvise could not be called", e);
            }
        });
    }
}
