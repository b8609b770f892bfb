package engine.cli;

/**
 * An option of a command.
 *
 * @param name the long name, without dashes
 * @param value what its value is called in help; empty for a flag
 * @param help one sentence
 * @param repeatable whether it may be given more than once; otherwise the last one counts
 * @param alone whether it may stand without its value, which then is a time
 */
record Option(String name, String value, String help, boolean repeatable, boolean alone) {

    /** An option without a value: there or not. */
    static Option flag(String name, String help) {
        return new Option(name, "", help, false, false);
    }

    /** An option with a value. */
    static Option of(String name, String value, String help) {
        return new Option(name, value, help, false, false);
    }

    /** An option that may be given many times. */
    static Option many(String name, String value, String help) {
        return new Option(name, value, help, true, false);
    }

    /** An option whose value is a time, and may be left out: what follows and is no time is not its value. */
    static Option time(String name, String value, String help) {
        return new Option(name, value, help, false, true);
    }

    boolean isFlag() {
        return value.isEmpty();
    }
}
