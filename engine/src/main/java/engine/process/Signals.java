package engine.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

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
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (_, method, _) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                // Of the methods of Object the JDK calls none but for logging.
                default -> "Signals";
            };
            var handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, calls);
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException _) {
            return false;
        }
    }
}
