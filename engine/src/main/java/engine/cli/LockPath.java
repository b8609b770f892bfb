package engine.cli;

import java.util.ArrayDeque;

/** Where locks and semaphores lie below a prefix, in Consul's layout, so that both contend with its clients. */
final class LockPath {
    /** The key of a lock, and of a semaphore's holders: both at one prefix collide, which is told. */
    static final String KEY = ".lock";

    private LockPath() {}

    /** A prefix as Consul's clients clean it: no empty parts, no {@code .} and no {@code ..}. */
    static String clean(String prefix) {
        var parts = new ArrayDeque<String>();
        for (var part : prefix.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** A key directly below a clean prefix. */
    static String below(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }
}
