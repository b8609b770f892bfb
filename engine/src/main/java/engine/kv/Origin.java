package engine.kv;

/**
 * Who asked for a command, for the history.
 *
 * @param by an address or the accessor of a token; never a secret
 */
public record Origin(String by) {
    public Origin {
        Texts.unicode(by);
    }
}
