package engine.http;

/** A filter expression that cannot be used: the sentence says where and what was expected. */
final class FilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    FilterException(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
