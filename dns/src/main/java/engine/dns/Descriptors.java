package engine.dns;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls of the C library on file descriptors that Java has no class for. Linux. Loaded at first use. */
@SuppressWarnings("restricted") // numbers go in and one comes out: no memory is touched
final class Descriptors {
    private static final int O_CLOEXEC = 0x80000;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final MethodHandle DUP3 = handle("dup3", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));

    private Descriptors() {}

    /**
     * Has a descriptor mean what another one meant, which is closed then. No program that is started inherits it.
     *
     * @param to what it meant is closed at once
     */
    static void move(int from, int to) throws IOException {
        int result;
        try {
            result = (int) DUP3.invokeExact(from, to, O_CLOEXEC);
            var _ = (int) CLOSE.invokeExact(from);
        } catch (Throwable e) {
            throw new IllegalStateException("dup3(2) or close(2) could not be called", e);
        }
        if (result < 0) {
            throw new IOException("descriptor %d cannot take the place of %d".formatted(from, to));
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor function) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), function);
    }
}
