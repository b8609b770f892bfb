package engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which operators ask for a reload. The JDK offers signals through {@code sun.misc.Signal} alone, which cannot be
 * named in code that compiles without warnings; hence the reflection. Where it is missing, SIGHUP ends the process as usual.
 */
final class Hangup {

    private Hangup() {}

    static void handle(Runnable reload) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (_, method, _) -> switch (method.getName()) {
                case "handle" -> {
                    reload.run();
                    yield null;
                }
                // Of the methods of Object the JDK calls none but for logging.
                default -> "Hangup";
            };
            var handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, calls);
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Hangup.class).warn("SIGHUP cannot be used to reload here: use engine reload");
        }
    }
}
