package engine.http;

/** Which characters a path may have: those that Go calls printable, which keeps what lists and logs show readable. */
final class Printable {
    static final String REFUSED = "A path must have printable characters only;"
            + " disable-http-unprintable-char-filter in the configuration lets others through.";

    private Printable() {}

    static boolean is(String path) {
        return path.codePoints().allMatch(Printable::is);
    }

    /** Letters, marks, numbers, punctuation, symbols and the space of ASCII. */
    private static boolean is(int character) {
        return (character >= ' ' && character < 0x7f)
                || (character > 0x7f
                        && switch (Character.getType(character)) {
                            case Character.UNASSIGNED,
                                    Character.CONTROL,
                                    Character.FORMAT,
                                    Character.PRIVATE_USE,
                                    Character.SURROGATE,
                                    Character.SPACE_SEPARATOR,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR -> false;
                            default -> true;
                        });
    }
}
