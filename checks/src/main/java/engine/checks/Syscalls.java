package engine.checks;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Calls of the C library that Java has no class for: ping sockets and inodes. Linux, 64 bits. Loaded at first use. */
@SuppressWarnings("restricted")
final class Syscalls {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int IPPROTO_ICMP = 1;
    static final int IPPROTO_ICMPV6 = 58;
    static final int EPERM = 1;
    static final int EAGAIN = 11;
    static final int EACCES = 13;

    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle SENDTO =
            handle("sendto", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT, POINTER, INT));
    private static final MethodHandle RECV = handle("recv", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle STATVFS = handle("statvfs", FunctionDescriptor.of(INT, POINTER, POINTER));
    private static final MethodHandle STRERROR =
            Linker.nativeLinker().downcallHandle(find("strerror"), FunctionDescriptor.of(POINTER, INT));

    /** A call that failed. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        final int errno;

        Failed(int errno) {
            super(text(errno));
            this.errno = errno;
        }
    }

    /** What a file system has, in blocks and inodes. */
    record FileSystem(long blockSize, long blocks, long free, long available, long inodes, long freeInodes) {}

    private interface Call {
        long apply(MemorySegment state) throws Throwable;
    }

    private Syscalls() {}

    /** A socket that does not block. */
    static int socket(int domain, int type, int protocol) throws Failed {
        try (var arena = Arena.ofConfined()) {
            return (int) call(arena, state ->
                    (int) SOCKET.invokeExact(state, domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
        }
    }

    static void send(int socket, byte[] packet, byte[] address) throws Failed {
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
            var to = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            call(arena, state ->
                    (long) SENDTO.invokeExact(state, socket, bytes, (long) packet.length, 0, to, address.length));
        }
    }

    /** A packet; an empty one where none has come yet. */
    static byte[] receive(int socket, int most) throws Failed {
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(most);
            long length = call(arena, state -> (long) RECV.invokeExact(state, socket, bytes, (long) most, 0));
            return bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (Failed failure) {
            if (failure.errno == EAGAIN) {
                return new byte[0];
            }
            throw failure;
        }
    }

    static void close(int socket) throws Failed {
        try (var arena = Arena.ofConfined()) {
            call(arena, state -> (int) CLOSE.invokeExact(state, socket));
        }
    }

    /** Blocks for as long as the file system does, which may be for ever where it is remote. */
    static FileSystem fileSystem(String path) throws Failed {
        try (var arena = Arena.ofConfined()) {
            // struct statvfs of glibc and musl: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, ...
            var found = arena.allocate(256, 8);
            var name = arena.allocateFrom(path);
            call(arena, state -> (int) STATVFS.invokeExact(state, name, found));
            return new FileSystem(
                    found.get(LONG, 8),
                    found.get(LONG, 16),
                    found.get(LONG, 24),
                    found.get(LONG, 32),
                    found.get(LONG, 40),
                    found.get(LONG, 48));
        }
    }

    private static long call(Arena arena, Call call) throws Failed {
        var state = arena.allocate(STATE);
        long result;
        try {
            result = call.apply(state);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
        if (result < 0) {
            throw new Failed((int) ERRNO_OF.get(state, 0L));
        }
        return result;
    }

    private static String text(int errno) {
        try {
            return ((MemorySegment) STRERROR.invokeExact(errno))
                    .reinterpret(256)
                    .getString(0);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor function) {
        return Linker.nativeLinker().downcallHandle(find(name), function, ERRNO);
    }

    private static MemorySegment find(String name) {
        return Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
    }
}
