package engine.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * Signals of the operating system. The JDK offers them through {@code sun.misc.Signal} alone, which cannot be
 * named in code that compiles without warnings; hence the reflection.
 */
public final class Signals {

    private Signals() {}

    /**
     * From now on a signal runs this, on a thread of its own, instead of what it does by itself.
     *
     * @param name without SIG
     * @return false where that cannot be: the signal keeps its effect
     */
    public static boolean handle(String name, Runnable action) {
        return replace(name, handler(action)).isPresent();
    }

    /**
     * Runs something that takes a signal for itself, and gives the signal back to who had it before.
     *
     * @param name without SIG
     */
    public static void keep(String name, Runnable taking) {
        var before = replace(name, handler(() -> {}));
        try {
            taking.run();
        } finally {
            before.ifPresent(handler -> replace(name, handler));
        }
    }

    private static Object handler(Runnable action) {
        InvocationHandler calls = (_, method, _) -> switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            // Of the methods of Object the JDK calls none but for logging.
            default -> "Signals";
        };
        var type = type("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
    }

    /** What handled the signal until now; nothing, and without effect, where it cannot be taken. */
    private static Optional<Object> replace(String name, Object handler) {
        try {
            var signal = type("sun.misc.Signal");
            var method = signal.getMethod("handle", signal, type("sun.misc.SignalHandler"));
            return Optional.of(
                    method.invoke(null, signal.getConstructor(String.class).newInstance(name), handler));
        } catch (ReflectiveOperationException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The JDK lacks its module jdk.unsupported.", e);
        }
    }
}
