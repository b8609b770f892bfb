package engine.load;

import java.nio.charset.StandardCharsets;

/** How a client of {@link Crowd} treats its connection. */
enum Habit {
    /** Connects and says nothing. */
    SILENT("", ""),
    /** Asks once, takes the answer and stays. */
    IDLE("GET /v1/status/leader HTTP/1.1\r\nHost: a\r\n\r\n", ""),
    /** Waits for a change of a key that never comes. */
    PARKED("GET /v1/kv/crowd/never?index=%d&wait=10m HTTP/1.1\r\nHost: a\r\n\r\n", ""),
    /** Sends a header that does not end, a byte at a time. */
    SLOW_HEADERS("GET /v1/status/leader HTTP/1.1\r\n", "X-Slow: " + "a".repeat(4000)),
    /** Sends a body that does not end, a byte at a time. */
    SLOW_BODY("PUT /v1/kv/crowd/slow HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n", "b".repeat(3999)),
    /** Asks for much and takes a few bytes at a time. */
    SLOW_READER("GET /v1/kv/crowd/large?recurse HTTP/1.1\r\nHost: a\r\n\r\n", ""),
    /** Asks and sends no more: its half of the connection is closed. */
    HALF_CLOSED("GET /v1/status/leader HTTP/1.1\r\nHost: a\r\n\r\n", ""),
    /** Closes its half in the middle of a header. */
    BROKEN_OFF("GET /v1/status/leader HTTP/1.1\r\nHos", "");

    private final String first;
    private final String rest;

    Habit(String first, String rest) {
        this.first = first;
        this.rest = rest;
    }

    /** What it sends at once. */
    byte[] first(long index) {
        return first.replace("%d", Long.toString(index)).getBytes(StandardCharsets.US_ASCII);
    }

    /** What it then sends byte by byte. */
    byte[] rest() {
        return rest.getBytes(StandardCharsets.US_ASCII);
    }

    boolean closesItsHalf() {
        return this == HALF_CLOSED || this == BROKEN_OFF;
    }
}
