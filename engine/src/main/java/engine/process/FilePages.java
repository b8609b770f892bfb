package engine.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process maps of files and never changes: the archive of classes that the launcher gives the JVM, and the code of the
 * JVM itself. Most of it is read once, by starting or in passing, and would stay in this process's memory. It can be given back:
 * what is needed again is mapped again, from the file cache.
 */
public final class FilePages {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final Path PAGES = Path.of("/proc/self/smaps");
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S+) .*");
    /** Read-only or code, of an archive or a library. */
    private static final Pattern GIVEN = Pattern.compile("[0-9a-f]+-[0-9a-f]+ r-[x-]p .*\\.(?:aot|so[.0-9]*)");
    /** Pages that are not as in the file: these would be lost. */
    private static final Pattern CHANGED = Pattern.compile("(?:Anonymous|Swap):\\s+[1-9].*");

    /** Of less there is nothing to gain. */
    private static final long LEAST_BYTES = 1L << 20;

    private static final int DONTNEED = 4;
    private static final int NOHUGEPAGE = 15;

    /** A part of the address space. */
    record Mapping(long from, long to) {
        long bytes() {
            return to - from;
        }
    }

    /** As it was at first: the kernel looks at each page to tell it, which takes too long to ask again and again. */
    private final Set<Mapping> unchanged = Set.copyOf(unchanged(lines(PAGES)));

    private final Optional<MethodHandle> madvise =
            Linker.nativeLinker().defaultLookup().find("madvise").map(FilePages::handle);

    public FilePages() {
        // A page of an archive that was just written would bring 2 MiB with it.
        unchanged.forEach(mapping -> advise(mapping, NOHUGEPAGE));
        SinglePages.of(unchanged);
    }

    /** Takes what is not in use out of this process's memory; does nothing where there are no such files. */
    public void giveBack() {
        if (!unchanged.isEmpty()) {
            // Who redefines classes has the JVM make all of the archive writable, for ever.
            given(lines(MAPPINGS)).filter(unchanged::contains).forEach(mapping -> advise(mapping, DONTNEED));
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

    private static Stream<Mapping> given(List<String> mappings) {
        return mappings.stream().flatMap(line -> given(line).stream());
    }

    private static Optional<Mapping> given(String line) {
        var head = HEAD.matcher(line);
        return GIVEN.matcher(line).matches() && head.matches()
                ? Optional.of(new Mapping(
                                Long.parseUnsignedLong(head.group(1), 16), Long.parseUnsignedLong(head.group(2), 16)))
                        .filter(mapping -> mapping.bytes() >= LEAST_BYTES)
                : Optional.empty();
    }

    /** The mappings that cannot be written to and are as in their files. */
    static List<Mapping> unchanged(List<String> mappings) {
        var found = new ArrayList<Mapping>();
        for (var i = 0; i < mappings.size(); i++) {
            var details = mappings.subList(i + 1, mappings.size());
            given(mappings.get(i))
                    .filter(_ -> details.stream()
                            .takeWhile(line -> !HEAD.matcher(line).matches())
                            .noneMatch(line -> CHANGED.matcher(line).matches()))
                    .ifPresent(found::add);
        }
        return found;
    }

    @SuppressWarnings("restricted") // only ever called with what the kernel has told
    private static MethodHandle handle(MemorySegment function) {
        return Linker.nativeLinker()
                .downcallHandle(
                        function,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
    }

    private void advise(Mapping mapping, int advice) {
        madvise.ifPresent(function -> {
            try {
                var _ = (int) function.invokeExact(MemorySegment.ofAddress(mapping.from()), mapping.bytes(), advice);
            } catch (Throwable e) {
                throw new IllegalStateException("madvise could not be called", e);
            }
        });
    }
}
