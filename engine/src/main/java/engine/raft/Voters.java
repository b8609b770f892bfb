package engine.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who votes: the decision of the leader. Servers become learners, then voters when they have caught up, five at most. Only who left
 * or was taken out stops being one, or whose disk was wiped; to be out of reach for however long is no reason.
 */
public final class Voters {
    /** More only make every write wait for more. */
    static final int MOST = 5;

    private Voters() {}

    /** One change; names are voter ids. */
    public sealed interface Change {
        String voter();

        /** It receives the log, without a vote. */
        record Learn(String voter) implements Change {}

        /** A learner votes from now on. */
        record Promote(String voter) implements Change {}

        /** It takes part no more. */
        record Remove(String voter) implements Change {}
    }

    /**
     * What the leader knows.
     *
     * @param self the leader's own voter id
     * @param voters who vote now
     * @param learners who receive the log now
     * @param present voter ids of the servers that can be reached and have this log or none
     * @param caughtUp of the learners, those that have nearly all of the log
     * @param gone node ids of the servers that have left or were taken out
     */
    public record Known(
            String self,
            List<String> voters,
            List<String> learners,
            Set<String> present,
            Set<String> caughtUp,
            Set<String> gone) {}

    /** What to do next; nothing when all is as it should be, or has to wait. */
    public static Optional<Change> next(Known known) {
        return removal(known).or(() -> promotion(known)).or(() -> learning(known));
    }

    /**
     * One that is gone for good, a learner first: it costs no vote. The leader never takes itself out: who leaves hands over before,
     * and its successor does it.
     */
    private static Optional<Change> removal(Known known) {
        var all = new ArrayList<>(known.learners());
        all.addAll(known.voters());
        return all.stream()
                .filter(voter -> !voter.equals(known.self()))
                .filter(voter -> gone(voter, known) || replaced(voter, known))
                .<Change>map(Change.Remove::new)
                .findFirst();
    }

    private static boolean gone(String voter, Known known) {
        return known.gone().contains(node(voter)) && !known.present().contains(voter);
    }

    /** The same node is there with another log: the old one's disk was wiped, so nobody can answer for it any more. */
    private static boolean replaced(String voter, Known known) {
        return !known.present().contains(voter)
                && known.present().stream().anyMatch(other -> node(other).equals(node(voter)));
    }

    private static Optional<Change> promotion(Known known) {
        return known.voters().size() >= MOST
                ? Optional.empty()
                : known.learners().stream()
                        .filter(known.caughtUp()::contains)
                        .filter(known.present()::contains)
                        .sorted()
                        .<Change>map(Change.Promote::new)
                        .findFirst();
    }

    private static Optional<Change> learning(Known known) {
        var taken = known.voters().stream().collect(Collectors.toSet());
        taken.addAll(known.learners());
        return new TreeSet<>(known.present())
                .stream()
                        .filter(voter -> !taken.contains(voter))
                        .filter(voter -> !known.gone().contains(node(voter)))
                        .<Change>map(Change.Learn::new)
                        .findFirst();
    }

    private static String node(String voter) {
        return VoterId.of(voter).node();
    }
}
