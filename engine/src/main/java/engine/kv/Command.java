package engine.kv;

/**
 * One operation with the number by which a repetition is known: however often it comes, it is applied at most once.
 *
 * @param sequence 1, 2, 3 ... of this client; they may arrive in any order
 * @param done all sequences up to this one have been answered: their outcomes are forgotten
 */
public record Command(ClientId client, long sequence, long done, Origin origin, Operation operation) {
    public Command {
        if (sequence < 1 || done < 0 || done >= sequence) {
            throw new IllegalArgumentException("a sequence is greater than all that is done before it");
        }
    }
}
