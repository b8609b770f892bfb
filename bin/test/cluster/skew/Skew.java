package skew;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Instant;

/**
 * Makes a JVM's wall clock wrong, as a Java agent: {@code -javaagent:skew.jar=FILE}, where the file holds by how many
 * milliseconds, and may change. What measures durations ({@link System#nanoTime}) goes right, as on a machine whose clock is
 * wrong. All that asks for the time asks here instead: {@code Instant.now}, {@code Clock} and {@code InstantSource} inside the
 * JDK, {@code System.currentTimeMillis} anywhere.
 */
public final class Skew {
    private static final ClassDesc SELF = ClassDesc.of("skew.Skew");

    private static volatile long millis;

    private Skew() {}

    /** Called by the JVM before main. */
    public static void premain(String file, Instrumentation instrumentation) throws Exception {
        read(Path.of(file));
        instrumentation.addTransformer(new Calls(), true);
        instrumentation.retransformClasses(
                java.time.Clock.class, Class.forName("java.time.Clock$SystemClock"), Class.forName("java.time.Clock$SystemInstantSource"));
        var reader = new Thread(() -> follow(Path.of(file)), "skew");
        reader.setDaemon(true);
        reader.start();
    }

    /** For {@link System#currentTimeMillis}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + millis;
    }

    /** For {@link Instant#ofEpochSecond(long, long)} where {@code Clock} makes the present time. */
    public static Instant ofEpochSecond(long second, long nanos) {
        return Instant.ofEpochSecond(second, nanos).plusMillis(millis);
    }

    private static void follow(Path file) {
        try {
            while (true) {
                Thread.sleep(100);
                read(file);
            }
        } catch (IOException | InterruptedException e) {
            e.printStackTrace();
        }
    }

    private static void read(Path file) throws IOException {
        var text = Files.readString(file).strip();
        if (!text.isEmpty()) {
            millis = Long.parseLong(text);
        }
    }

    private static final class Calls implements ClassFileTransformer {
        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> of, ProtectionDomain domain, byte[] bytes) {
            var clock = name.startsWith("java/time/Clock");
            if (name.startsWith("skew/") || !clock && (name.startsWith("java/") || name.startsWith("jdk/") || name.startsWith("sun/"))) {
                return null;
            }
            var file = ClassFile.of();
            var model = file.parse(bytes);
            return file.transformClass(model, ClassTransform.transformingMethodBodies(replacing(clock)));
        }

        private static CodeTransform replacing(boolean clock) {
            return (code, element) -> {
                if (element instanceof InvokeInstruction call && replaced(call, clock)) {
                    code.invokestatic(SELF, call.name().stringValue(), call.typeSymbol());
                } else {
                    code.with(element);
                }
            };
        }

        private static boolean replaced(InvokeInstruction call, boolean clock) {
            var owner = call.owner().asInternalName();
            var name = call.name().stringValue();
            return owner.equals("java/lang/System") && name.equals("currentTimeMillis")
                    || clock && owner.equals("java/time/Instant") && name.equals("ofEpochSecond") && call.typeSymbol().parameterCount() == 2;
        }
    }
}
