package engine.proposal;

import engine.raft.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A log in memory that all servers of a test see at once. */
final class SharedLog {
    private final List<ProposingServer> members = new ArrayList<>();
    private final CountDownLatch lost = new CountDownLatch(1);
    private @Nullable ProposingServer leader;
    private long term;
    private long index;
    private boolean losing;

    synchronized void join(ProposingServer server) {
        members.add(server);
    }

    synchronized void lead(ProposingServer server) {
        if (leader != null) {
            leader.proposals.follow();
        }
        term++;
        leader = server;
        server.proposals.lead(term);
    }

    /** Whether what is proposed is lost, and nobody is told. */
    synchronized void losing(boolean all) {
        losing = all;
    }

    void awaitLost() {
        try {
            assert lost.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    synchronized long entries() {
        return index;
    }

    synchronized long term() {
        return term;
    }

    synchronized @Nullable ProposingServer leader() {
        return leader;
    }

    synchronized void propose(ProposingServer server, ByteString entry, Consumer<Fate> told) {
        if (losing) {
            lost.countDown();
        } else if (server.equals(leader)) {
            index++;
            members.forEach(member -> member.apply(index, entry));
            told.accept(Fate.COMMITTED);
        } else {
            told.accept(Fate.REFUSED);
        }
    }
}
