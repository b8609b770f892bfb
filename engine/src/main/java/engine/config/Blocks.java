package engine.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks through the text of a file, before it is parsed, for what the parser would hide: HOCON merges two
 * {@code service {}} blocks of one object into one, and keeps the last of two lists. Also bounds the nesting, because the
 * parser recurses. A rough tokenizer: what it does not understand is left for the parser to refuse.
 */
final class Blocks {

    private static final int MOST_NESTED = 200;
    private static final Map<String, String> SINGLE = Map.of("service", "services", "check", "checks");
    private static final Set<String> LISTS =
            Set.of("services", "checks", "trigger", "watches", "retryjoin", "startjoin");

    private enum State {
        KEY,
        VALUE_START,
        VALUE
    }

    private record Given(int line, char kind) {}

    /** An object or a list that is open. */
    private static final class Open {
        final boolean list;
        final boolean root;
        final Map<String, Given> given = new HashMap<>();
        final StringBuilder key = new StringBuilder();
        State state = State.KEY;
        int keyLine;

        Open(boolean list, boolean root) {
            this.list = list;
            this.root = root;
        }
    }

    private final String text;
    private final String file;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<String> single = new HashSet<>();
    private final Set<String> includes = new HashSet<>();
    private int at;
    private int line = 1;

    private Blocks(String text, String file) {
        this.text = text;
        this.file = file;
        open.push(new Open(false, true));
    }

    /**
     * What stands at the root of a file.
     *
     * @param single the keys of which there must be only one, such as {@code service}
     * @param includes names of the files that are included there
     */
    record Root(Set<String> single, Set<String> includes) {}

    /** Throws where a block or list would be lost, or the nesting is too deep. */
    static Root check(String text, String file) {
        var blocks = new Blocks(text, file);
        blocks.run();
        return new Root(blocks.single, blocks.includes);
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
                endOfValue();
            } else if (c == '#' || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '"') {
                string();
            } else {
                at++;
                take(c);
            }
        }
    }

    private void take(char c) {
        var top = top();
        switch (c) {
            case '{' -> enter(false);
            case '[' -> enter(true);
            case '}', ']' -> {
                if (open.size() > 1) {
                    open.pop();
                }
            }
            case ',' -> endOfValue();
            case '=', ':' -> {
                if (!top.list && top.state == State.KEY) {
                    top.state = State.VALUE_START;
                }
            }
            default -> {
                if (top.list || Character.isWhitespace(c)) {
                    return;
                }
                if (top.state == State.KEY) {
                    key(top, String.valueOf(c));
                } else {
                    value(top, 'v');
                }
            }
        }
    }

    private void enter(boolean list) {
        var top = top();
        if (!top.list) {
            value(top, list ? '[' : '{');
        }
        if (open.size() >= MOST_NESTED) {
            throw new ConfigException(
                    file + ":" + line + ": blocks and lists are nested more than " + MOST_NESTED + " deep");
        }
        // A file may have braces round the whole.
        open.push(new Open(list, !list && top.root && top.key.isEmpty()));
    }

    /** A newline or comma: the next thing is a key again. A newline between a key and its value changes nothing. */
    private void endOfValue() {
        var top = top();
        if (top.state == State.VALUE || (top.key.toString().startsWith("include") && top.state == State.KEY)) {
            top.state = State.KEY;
            top.key.setLength(0);
        }
    }

    private void key(Open top, String part) {
        if (top.key.isEmpty()) {
            top.keyLine = line;
        }
        if (top.key.length() < 100) {
            top.key.append(part);
        }
    }

    /** The first character of a value, or the brace after a key. */
    private void value(Open top, char kind) {
        if (top.state != State.VALUE) {
            var key = Keys.canonical(top.key.toString());
            var before = top.given.putIfAbsent(key, new Given(top.keyLine, kind));
            if (before != null && kind != 'v' && before.kind != 'v') {
                refuse(key, before, top.keyLine, kind);
            }
            if (top.root && SINGLE.containsKey(key) && kind != 'v') {
                single.add(key);
            }
        }
        top.state = State.VALUE;
    }

    private void refuse(String key, Given before, int at, char kind) {
        var plural = SINGLE.get(key);
        if (plural != null) {
            throw new ConfigException(
                    file + ":" + at + ": a second '" + key + "' in the same block (the first is on line " + before.line
                            + ") would be merged into one; write " + plural + " = [ {...}, {...} ]");
        }
        if (LISTS.contains(key) && kind == '[') {
            throw new ConfigException(
                    file + ":" + at + ": a second '" + key + "' in the same block would replace the one on line "
                            + before.line + "; write one list, or += to add to it");
        }
    }

    private void string() {
        boolean triple = text.startsWith("\"\"\"", at);
        at += triple ? 3 : 1;
        int from = Math.min(at, text.length());
        while (at < text.length()) {
            char c = text.charAt(at);
            if (triple ? text.startsWith("\"\"\"", at) : c == '"' || c == '\n') {
                break;
            }
            if (c == '\n') {
                line++;
            }
            at += !triple && c == '\\' ? 2 : 1;
        }
        int end = Math.max(from, Math.min(at, text.length()));
        if (end < text.length() && text.charAt(end) != '\n') {
            at = end + (triple ? 3 : 1);
        }
        var top = top();
        if (top.list) {
            return;
        }
        if (top.state == State.KEY) {
            if (top.root && top.key.toString().startsWith("include")) {
                includes.add(text.substring(from, end));
            }
            key(top, text.substring(from, end));
        } else {
            value(top, 'v');
        }
    }

    private Open top() {
        return open.element();
    }
}
