package engine.proposal;

import engine.proposal.Linearizability.Linearizable;
import engine.proposal.Linearizability.Undecided;
import engine.proposal.Linearizability.Violated;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Judges a history in a file, of the form of {@link Histories}, and prints what it finds. */
public final class HistoryCheck {
    private static final long SHORTENING = TimeUnit.SECONDS.toNanos(30);

    private HistoryCheck() {}

    /** Ends with 0 when it is linearizable, with 1 when it is not, and with 2 when there were too many steps to tell. */
    public static void main(String[] args) {
        var calls = HistoryReader.read(Path.of(args[0]));
        System.exit(
                switch (Linearizability.check(calls)) {
                    case Linearizable _ -> 0;
                    case Violated violated -> {
                        System.out.println(explanation(Shortening.of(violated, SHORTENING)));
                        yield 1;
                    }
                    case Undecided(var group) -> {
                        System.out.println(
                                "it could not be told of " + group.size() + " calls, from " + group.getFirst());
                        yield 2;
                    }
                });
    }

    /** Calls that contradict each other, whatever those did of which no answer counts. */
    static String explanation(Violated violated) {
        var known =
                violated.calls().stream().filter(call -> call.answer() != null).toList();
        return "no order of these %d calls is possible, whether or not %d others were done at any time after their begin:\n%s\nafter all that is possible %s, and none of these can come next:\n%s"
                .formatted(
                        known.size(),
                        violated.calls().size() - known.size(),
                        lines(known),
                        violated.state(),
                        lines(violated.stuck().stream()
                                .filter(call -> call.answer() != null)
                                .toList()));
    }

    private static String lines(List<Call> calls) {
        return calls.stream().map(call -> "  " + call).collect(Collectors.joining("\n"));
    }
}
