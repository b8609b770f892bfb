package engine.raft;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Tells the followers what has been committed, at once. JRaft tells them with the next entries or the next heartbeat: after the last
 * write before a pause that is a tenth of the election timeout too late. Where entries are on their way to a follower nothing is
 * told: those that follow them carry it.
 */
final class CommitNews {
    private final BiConsumer<String, Commit> tell;
    private final Map<String, Follower> followers = new HashMap<>();
    private Commit commit = Commit.NONE;

    /** What is committed: all up to an index, whose entry is of a term; known to the leader of a term. */
    record Commit(long leading, long index, long term) {
        static final Commit NONE = new Commit(0, 0, 0);
    }

    private static final class Follower {
        int underway;
        long acknowledged;
        long told;
    }

    /** @param tell a voter what is committed */
    CommitNews(BiConsumer<String, Commit> tell) {
        this.tell = tell;
    }

    /** Entries, or a question for where the follower is, are sent. */
    synchronized void sent(String follower, AppendEntriesRequest request) {
        if (request.getTerm() > commit.leading()) {
            followers.clear();
            commit = new Commit(request.getTerm(), 0, 0);
        }
        if (request.getTerm() == commit.leading()) {
            var state = followers.computeIfAbsent(follower, _ -> new Follower());
            state.underway++;
            state.told = Math.max(
                    state.told,
                    Math.min(request.getCommittedIndex(), request.getPrevLogIndex() + request.getEntriesCount()));
        }
    }

    /** The answer is there, or will not come. */
    synchronized void returned(String follower, AppendEntriesRequest request, boolean success) {
        var state = followers.get(follower);
        if (state == null || request.getTerm() != commit.leading()) {
            return;
        }
        state.underway--;
        if (success) {
            state.acknowledged = Math.max(state.acknowledged, request.getPrevLogIndex() + request.getEntriesCount());
            tellIfDue(follower, state);
        } else {
            // What it was told with this may not have arrived.
            state.told = 0;
        }
    }

    /** This server, the leader of a term, has applied what is committed up to an index. */
    synchronized void committed(Commit now) {
        if (now.leading() == commit.leading() && now.index() > commit.index()) {
            commit = now;
            followers.forEach(this::tellIfDue);
        }
    }

    private void tellIfDue(String follower, Follower state) {
        if (state.underway == 0 && state.told < commit.index() && state.acknowledged >= commit.index()) {
            state.told = commit.index();
            tell.accept(follower, commit);
        }
    }

    /** Up to where a follower has the log, as far as is known in this term; 0 when it has not answered. */
    synchronized long acknowledged(String follower) {
        var state = followers.get(follower);
        return state == null ? 0 : state.acknowledged;
    }
}
