package engine.process;

import engine.process.FilePages.Mapping;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.Map;

/**
 * Has the kernel map single pages of a file. By itself it maps what lies around a page as well, 64 KiB of it: of an archive of
 * classes, of which a word is read here and there, that is nearly all within a second.
 *
 * <p>It does not map around where somebody watches for writes (userfaultfd(2), by pages, asynchronously). Nothing is written there,
 * so watching is all that it does. Linux 6.7 and later know it; where it is not allowed or not known, all stays as it is.
 */
@SuppressWarnings("restricted")
final class SinglePages {
    /** The number of the system call, which has no function in C libraries. */
    private static final Map<String, Long> USERFAULTFD = Map.of("amd64", 323L, "aarch64", 282L);
    /** O_CLOEXEC, and only faults of user mode, which everybody may watch. */
    private static final int FLAGS = 0x80001;

    private static final long API = 0xc018aa3fL;
    private static final long REGISTER = 0xc020aa00L;
    /** UFFD_API: the version of the interface. */
    private static final long VERSION = 0xaa;

    private static final long WRITES_ASYNCHRONOUSLY = 1 << 15;
    private static final long WRITES = 2;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private SinglePages() {}

    /** From now on, as long as this process lives: the descriptor is not closed. */
    static void of(Collection<Mapping> mappings) {
        var number = USERFAULTFD.get(System.getProperty("os.arch", ""));
        if (mappings.isEmpty()
                || number == null
                || !System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        var ioctl = variadic("ioctl", 2, INT, INT, LONG, ValueLayout.ADDRESS);
        try (var arena = Arena.ofConfined()) {
            var descriptor =
                    (int) (long) variadic("syscall", 1, LONG, LONG, INT).invokeExact((long) number, FLAGS);
            var request = arena.allocateFrom(LONG, VERSION, WRITES_ASYNCHRONOUSLY, 0, 0);
            if (descriptor < 0 || (int) ioctl.invokeExact(descriptor, API, request) != 0) {
                return;
            }
            for (var mapping : mappings) {
                var range = arena.allocateFrom(LONG, mapping.from(), mapping.bytes(), WRITES, 0);
                var _ = (int) ioctl.invokeExact(descriptor, REGISTER, range);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("userfaultfd could not be called", e);
        }
    }

    private static MethodHandle variadic(String name, int named, MemoryLayout result, MemoryLayout... parameters) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.firstVariadicArg(named));
    }
}
