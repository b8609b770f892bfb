package engine.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts programs by {@code posix_spawn}, each as the leader of a new session: one exec, where {@link ProcessBuilder} and
 * {@code setsid} make three, for about a third of the CPU. Needs Linux with glibc 2.34 or later, which can close what a child must
 * not inherit.
 */
@SuppressWarnings("restricted")
final class Spawn {
    /** The exit code of a child of which nobody kept it. */
    private static final int UNKNOWN = -1;

    private static final int ENOEXEC = 8;
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    /** More than any of the C library's structures that are filled here takes. */
    private static final long STRUCTURE = 1024;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final boolean SUPPORTED = System.getProperty("os.name").equals("Linux")
            && Files.isDirectory(DESCRIPTORS)
            && Stream.of("posix_spawn", "posix_spawn_file_actions_addclosefrom_np")
                    .allMatch(name ->
                            Linker.nativeLinker().defaultLookup().find(name).isPresent());

    /** The functions, looked up at the first start. */
    private static final class C {
        static final MethodHandle SPAWN = handle("posix_spawn", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
        static final MethodHandle ATTR_INIT = handle("posix_spawnattr_init", POINTER);
        static final MethodHandle ATTR_FLAGS = handle("posix_spawnattr_setflags", POINTER, ValueLayout.JAVA_SHORT);
        static final MethodHandle ATTR_MASK = handle("posix_spawnattr_setsigmask", POINTER, POINTER);
        static final MethodHandle ATTR_DESTROY = handle("posix_spawnattr_destroy", POINTER);
        static final MethodHandle FILES_INIT = handle("posix_spawn_file_actions_init", POINTER);
        static final MethodHandle FILES_DUP = handle("posix_spawn_file_actions_adddup2", POINTER, INT, INT);
        static final MethodHandle FILES_OPEN =
                handle("posix_spawn_file_actions_addopen", POINTER, INT, POINTER, INT, INT);
        static final MethodHandle FILES_CLOSE = handle("posix_spawn_file_actions_addclosefrom_np", POINTER, INT);
        static final MethodHandle FILES_CHDIR = handle("posix_spawn_file_actions_addchdir_np", POINTER, POINTER);
        static final MethodHandle FILES_DESTROY = handle("posix_spawn_file_actions_destroy", POINTER);
        static final MethodHandle EMPTY = handle("sigemptyset", POINTER);
        static final MethodHandle PIPE = handle("pipe2", POINTER, INT);
        static final MethodHandle CLOSE = handle("close", INT);
        static final MethodHandle WAIT = handle("waitpid", INT, POINTER, INT);
        static final MethodHandle WORDS = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find("strerror").orElseThrow(),
                        FunctionDescriptor.of(POINTER, INT));

        private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... parameters) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(INT, parameters));
        }
    }

    /** A call of a function that returns 0 or an error number. */
    private interface Call {
        int make() throws Throwable;
    }

    private Spawn() {}

    static boolean isSupported() {
        return SUPPORTED;
    }

    /**
     * Starts what a builder says: its command, environment and directory, and the file that it reads, where one is set; output and
     * errors in one stream.
     *
     * @throws IOException when it cannot be started
     */
    static Process start(ProcessBuilder builder) throws IOException {
        var command = builder.command();
        var program = program(command.getFirst(), builder.environment().getOrDefault("PATH", ""));
        var file = builder.redirectInput().file();
        try (var arena = Arena.ofConfined();
                var stdout = Pipe.open(arena)) {
            // Opened anew: Java has no streams for descriptors that it did not open. Of a channel closing ends who
            // waits in it.
            var output = FileChannel.open(DESCRIPTORS.resolve("" + stdout.read()), StandardOpenOption.READ);
            try {
                return file == null
                        ? piped(arena, program, builder, output, stdout)
                        : new Child(
                                start(arena, program, builder, new Input.From(file.getPath()), stdout.write()),
                                OutputStream.nullOutputStream(),
                                Channels.newInputStream(output));
            } catch (IOException | RuntimeException e) {
                output.close();
                throw e;
            }
        }
    }

    private static Process piped(Arena arena, String program, ProcessBuilder builder, FileChannel output, Pipe stdout)
            throws IOException {
        try (var stdin = Pipe.open(arena)) {
            var input = FileChannel.open(DESCRIPTORS.resolve("" + stdin.write()), StandardOpenOption.WRITE);
            try {
                var pid = start(arena, program, builder, new Input.Descriptor(stdin.read()), stdout.write());
                return new Child(pid, Channels.newOutputStream(input), Channels.newInputStream(output));
            } catch (IOException | RuntimeException e) {
                input.close();
                throw e;
            }
        }
    }

    /** What a child reads. */
    private sealed interface Input {
        record Descriptor(int number) implements Input {}

        record From(String file) implements Input {}
    }

    /** Waits for a child, which is gone then: its exit code, and as in shells 128 and the signal that ended it. */
    static int await(long pid) {
        try (var arena = Arena.ofConfined()) {
            var status = arena.allocate(INT);
            while (call(() -> (int) C.WAIT.invokeExact(Math.toIntExact(pid), status, 0)) != pid) {
                // A signal to this thread has interrupted it, or the agent was started so that its children vanish at
                // their end.
                if (ProcessHandle.of(pid).isEmpty()) {
                    return UNKNOWN;
                }
            }
            var ended = status.get(INT, 0);
            return (ended & 0x7f) == 0 ? ended >> 8 & 0xff : 128 + (ended & 0x7f);
        }
    }

    private static int start(Arena arena, String program, ProcessBuilder builder, Input stdin, int stdout)
            throws IOException {
        var command = builder.command();
        var attributes = arena.allocate(STRUCTURE, 16);
        var files = arena.allocate(STRUCTURE, 16);
        var mask = arena.allocate(STRUCTURE, 16);
        check(() -> (int) C.EMPTY.invokeExact(mask));
        check(() -> (int) C.ATTR_INIT.invokeExact(attributes));
        check(() -> (int) C.FILES_INIT.invokeExact(files));
        try {
            check(() -> (int) C.ATTR_FLAGS.invokeExact(attributes, (short) (SETSID | SETSIGMASK)));
            check(() -> (int) C.ATTR_MASK.invokeExact(attributes, mask));
            switch (stdin) {
                case Input.Descriptor(var number) -> check(() -> (int) C.FILES_DUP.invokeExact(files, number, 0));
                case Input.From(var file) -> {
                    var path = arena.allocateFrom(file);
                    check(() -> (int) C.FILES_OPEN.invokeExact(files, 0, path, O_RDONLY, 0));
                }
            }
            check(() -> (int) C.FILES_DUP.invokeExact(files, stdout, 1));
            check(() -> (int) C.FILES_DUP.invokeExact(files, stdout, 2));
            check(() -> (int) C.FILES_CLOSE.invokeExact(files, 3));
            if (builder.directory() != null) {
                var path = arena.allocateFrom(builder.directory().getPath());
                check(() -> (int) C.FILES_CHDIR.invokeExact(files, path));
            }
            var variables = builder.environment().entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toList();
            var pid = arena.allocate(INT);
            var file = arena.allocateFrom(program);
            var arguments = texts(arena, command);
            var envp = texts(arena, variables);
            var error = call(() -> (int) C.SPAWN.invokeExact(pid, file, files, attributes, arguments, envp));
            if (error == ENOEXEC) {
                // A script that does not say what runs it, as shells take it.
                var shell = arena.allocateFrom("/bin/sh");
                var line = texts(
                        arena,
                        Stream.concat(
                                        Stream.of("/bin/sh", program),
                                        command.stream().skip(1))
                                .toList());
                error = call(() -> (int) C.SPAWN.invokeExact(pid, shell, files, attributes, line, envp));
            }
            if (error != 0) {
                throw new IOException("'%s' cannot be started: %s".formatted(command.getFirst(), words(error)));
            }
            return pid.get(INT, 0);
        } finally {
            check(() -> (int) C.FILES_DESTROY.invokeExact(files));
            check(() -> (int) C.ATTR_DESTROY.invokeExact(attributes));
        }
    }

    /** The file that a name means: as it stands with a slash in it, else the first in the directories of the path. */
    private static String program(String name, String path) {
        return name.indexOf('/') >= 0
                ? name
                : Stream.of(path.split(":"))
                        .map(directory -> Path.of(directory, name))
                        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                        .map(Path::toString)
                        .findFirst()
                        .orElse(name);
    }

    private static MemorySegment texts(Arena arena, List<String> texts) throws IOException {
        var array = arena.allocate(POINTER, texts.size() + 1L);
        for (var i = 0; i < texts.size(); i++) {
            if (texts.get(i).indexOf('\0') >= 0) {
                // What stands in it is nobody else's business.
                throw new IllegalArgumentException("a NUL in an argument or a variable of the environment");
            }
            array.setAtIndex(POINTER, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private static String words(int error) {
        try {
            var text = (MemorySegment) C.WORDS.invokeExact(error);
            return text.reinterpret(STRUCTURE).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("the C library could not be called", e);
        }
    }

    private static void check(Call call) {
        var error = call(call);
        if (error != 0) {
            throw new IllegalStateException("the C library answered error " + error);
        }
    }

    private static int call(Call call) {
        try {
            return call.make();
        } catch (Throwable e) {
            throw new IllegalStateException("the C library could not be called", e);
        }
    }

    /** Both ends of a pipe. What a child is to have is given to it as another descriptor. */
    private record Pipe(int read, int write) implements AutoCloseable {
        static Pipe open(Arena arena) throws IOException {
            var ends = arena.allocate(INT, 2);
            if (call(() -> (int) C.PIPE.invokeExact(ends, O_CLOEXEC)) != 0) {
                throw new IOException("no pipe could be made: too many open files");
            }
            return new Pipe(ends.getAtIndex(INT, 0), ends.getAtIndex(INT, 1));
        }

        @Override
        public void close() {
            check(() -> (int) C.CLOSE.invokeExact(read));
            check(() -> (int) C.CLOSE.invokeExact(write));
        }
    }
}
