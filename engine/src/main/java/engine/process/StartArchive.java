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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The archive of classes that the launcher gives the JVM. Most of it is read once, by starting or in passing, and would stay in
 * this process's memory. The part that is never written to can be given back: what is needed again is mapped again, from the
 * file cache.
 */
public final class StartArchive {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final Path PAGES = Path.of("/proc/self/smaps");
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S+) .*");
    /** Pages that are not as in the file: these would be lost. */
    private static final Pattern CHANGED = Pattern.compile("(?:Anonymous|Swap):\\s+[1-9].*");

    private static final int DONTNEED = 4;

    /** A part of the address space. */
    record Mapping(long from, long to) {}

    /** As it was at first: the kernel looks at each page to tell it, which takes too long to ask again and again. */
    private final Set<Mapping> unchanged = Set.copyOf(unchanged(lines(PAGES)));

    /** Takes what is not in use out of this process's memory; does nothing where there is no such archive. */
    public void giveBack() {
        if (!unchanged.isEmpty()) {
            // Who redefines classes has the JVM make all of it writable, for ever.
            readOnly(lines(MAPPINGS)).filter(unchanged::contains).forEach(StartArchive::release);
        }
    }

    /** Nothing is known of the mappings, and nothing is given back, where this is no Linux. */
    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException _) {
            return List.of();
        }
    }

    private static Stream<Mapping> readOnly(List<String> mappings) {
        return mappings.stream().flatMap(line -> readOnly(line).stream());
    }

    private static Optional<Mapping> readOnly(String line) {
        var head = HEAD.matcher(line);
        return line.endsWith(".aot") && head.matches() && head.group(3).equals("r--p")
                ? Optional.of(new Mapping(
                        Long.parseUnsignedLong(head.group(1), 16), Long.parseUnsignedLong(head.group(2), 16)))
                : Optional.empty();
    }

    /** The archive's mappings that cannot be written to and are as in the file. */
    static List<Mapping> unchanged(List<String> mappings) {
        var found = new ArrayList<Mapping>();
        for (var i = 0; i < mappings.size(); i++) {
            var details = mappings.subList(i + 1, mappings.size());
            readOnly(mappings.get(i))
                    .filter(_ -> details.stream()
                            .takeWhile(line -> !HEAD.matcher(line).matches())
                            .noneMatch(line -> CHANGED.matcher(line).matches()))
                    .ifPresent(found::add);
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
