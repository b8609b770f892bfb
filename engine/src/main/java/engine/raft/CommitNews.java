package engine.raft;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells the followers what has been committed, at once. JRaft tells them with the next entries or the next heartbeat: after the last
 * write before a pause that is a tenth of the election timeout too late. Where entries are on their way to a follower nothing is
 * told: those that follow them carry it. A word may be lost: a follower to which nothing goes is asked until it has answered.
 */
final class CommitNews {
    private final Tell tell;
    private final Runnable later;
    private final Map<String, Follower> followers = new HashMap<>();
    private Commit commit = Commit.NONE;
    private boolean asking;

    /** How a voter is told. */
    @FunctionalInterface
    interface Tell {
        /** @param answer whether an answer is wanted: then {@link #heard} is called when there is one */
        void tell(String voter, Commit commit, boolean answer);
    }

    /** What is committed: all up to an index, whose entry is of a term; known to the leader of a term. */
    record Commit(long leading, long index, long term) {
        static final Commit NONE = new Commit(0, 0, 0);
    }

    private static final class Follower {
        int underway;
        long acknowledged;
        long told;
        long heard;
    }

    /** @param later has {@link #ask} called, a moment later */
    CommitNews(Tell tell, Runnable later) {
        this.tell = tell;
        this.later = later;
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
            state.told = Math.max(state.told, tells(request));
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
            state.heard = Math.max(state.heard, tells(request));
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

    /** What is said to be committed by a request, once it is appended. */
    private static long tells(AppendEntriesRequest request) {
        return Math.min(request.getCommittedIndex(), request.getPrevLogIndex() + request.getEntriesCount());
    }

    private void tellIfDue(String follower, Follower state) {
        if (state.underway == 0 && state.told < commit.index() && state.acknowledged >= commit.index()) {
            state.told = commit.index();
            tell.tell(follower, commit, false);
            askLater();
        }
    }

    private void askLater() {
        if (!asking) {
            asking = true;
            later.run();
        }
    }

    /** Tells it once more to those who may not have heard it, and wants to know. */
    synchronized void ask() {
        asking = false;
        followers.forEach((follower, state) -> {
            if (state.underway == 0 && state.heard < state.told) {
                tell.tell(follower, commit, true);
                askLater();
            }
        });
    }

    /** A follower has answered, whatever: it is there, and JRaft brings it what it lacks. */
    synchronized void heard(String follower, Commit said) {
        var state = followers.get(follower);
        if (state != null && said.leading() == commit.leading()) {
            state.heard = Math.max(state.heard, said.index());
        }
    }

    /** This server leads no more: the next leader tells. */
    synchronized void ended() {
        followers.clear();
    }

    /** Up to where a follower has the log, as far as is known in this term; 0 when it has not answered. */
    synchronized long acknowledged(String follower) {
        var state = followers.get(follower);
        return state == null ? 0 : state.acknowledged;
    }
}
