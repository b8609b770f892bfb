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
    private volatile @Nullable ProposingServer leader;
    private volatile long term;
    private volatile long index;
    private boolean losing;

    synchronized void join(ProposingServer server) {
        members.add(server);
    }

    synchronized void lead(ProposingServer server) {
        var before = leader;
        if (before != null) {
            before.proposals.follow();
        }
        term = term + 1;
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

    long entries() {
        return index;
    }

    long term() {
        return term;
    }

    @Nullable
    ProposingServer leader() {
        return leader;
    }

    synchronized void propose(ProposingServer server, ByteString entry, Consumer<Fate> told) {
        if (losing) {
            lost.countDown();
        } else if (server.equals(leader)) {
            var next = index + 1;
            members.forEach(member -> member.apply(next, entry));
            index = next;
            told.accept(Fate.COMMITTED);
        } else {
            told.accept(Fate.REFUSED);
        }
    }
}
