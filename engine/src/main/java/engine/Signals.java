package engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system. The JDK offers them through {@code sun.misc.Signal} alone, which cannot be
 * named in code that compiles without warnings; hence the reflection. Where it is missing, a signal ends the process as usual.
 */
final class Signals {

    private Signals() {}

    /** @param name without SIG */
    static void handle(String name, Runnable action) {
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
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Signals.class)
                    .warn("SIG{} cannot be handled here: use engine reload and engine leave", name);
        }
    }
}
