package engine.events;

/** A number of nodes, or a percentage of them: {@code 3} or {@code 25%}. */
public record Share(int value, boolean percent) {
    private static final int MAX_DIGITS = 6;

    public Share {
        if (value < 1) {
            throw new IllegalArgumentException("a number or a percentage of nodes must be at least 1, was " + value);
        }
        if (percent && value > 100) {
            throw new IllegalArgumentException("a percentage of nodes must be at most 100%, was " + value + "%");
        }
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    public static Share parse(String text) {
        boolean percent = text.endsWith("%");
        var digits = percent ? text.substring(0, text.length() - 1) : text;
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "'%s' is neither a number nor a percentage of nodes, such as 3 or 25%%".formatted(text));
        }
        return new Share(Integer.parseInt(digits), percent);
    }

    /** How many of this many nodes: a percentage is rounded up, and is at least 1. */
    int of(int nodes) {
        return percent ? Math.max(1, Math.toIntExact(Math.ceilDiv((long) nodes * value, 100))) : value;
    }

    @Override
    public String toString() {
        return percent ? value + "%" : Integer.toString(value);
    }
}
