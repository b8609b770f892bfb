package engine.raft;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JRaft's calls, over whichever cluster system this server has at the moment. A call has a number; its reply, the end of its time, or
 * the end of the one who was called completes it, once. Messages may be lost.
 */
final class Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);
    /** The shortest time that JRaft gives a call is three of these. */
    private static final long SWEEP_MILLIS = 100;

    private final Identity identity;
    private final Road road;
    private final Runnable somebody;
    private final Calls calls;
    private final CommitNews news = new CommitNews(this::tell);
    private final Addresses addresses = new Addresses();
    /** Another one after each start: what was meant for the process before finds no call. */
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    private final long start = ThreadLocalRandom.current().nextLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile @Nullable Attachment attachment;
    private volatile @Nullable ReplicatorGroup replicators;

    private record Pending(String to, Rpc rpc, Message request, InvokeCallback callback, long end) {}

    /** @param somebody told when a server has said who it is that had not before, or has another log than before */
    Messenger(Identity identity, Road road, Runnable somebody) {
        this.identity = identity;
        this.road = road;
        this.somebody = somebody;
        this.calls = new Calls(identity, this);
    }

    /** Serves those who call. */
    Calls calls() {
        return calls;
    }

    CommitNews news() {
        return news;
    }

    /** To be woken when a server is there again. */
    void replicators(ReplicatorGroup group) {
        replicators = group;
    }

    /** From now on this is the cluster system. */
    void attach(ActorSystem<?> system) {
        var now = new Attachment(system);
        system.systemActorOf(Postbox.create(this, false), Postbox.SMALL, Props.empty());
        system.systemActorOf(Postbox.create(this, true), Postbox.BULK, Props.empty());
        attachment = now;
        system.getWhenTerminated().whenComplete((_, _) -> {
            if (now.equals(attachment)) {
                attachment = null;
            }
        });
        greet();
    }

    /** @param members the other servers: {@code host:port} of their cluster systems by the ids of their nodes */
    void members(Map<String, String> members) {
        var before = addresses.members();
        addresses.members(members);
        fail(call -> {
            var node = VoterId.of(call.to()).node();
            return before.containsKey(node) && !before.get(node).equals(members.get(node));
        });
        members.forEach((node, address) -> {
            if (!address.equals(before.get(node))) {
                hello(node, true);
            }
        });
    }

    /** Asks all who they are. */
    void greet() {
        addresses.members().keySet().forEach(node -> hello(node, true));
    }

    private void hello(String node, boolean ask) {
        var from = attachment;
        var to = addresses.of(node);
        if (from != null && to.isPresent()) {
            var hello = new Wire.Hello(identity.text(), from.address(), identity.log(), start, ask);
            road.pass(node, hello, () -> from.send(to.get(), false, hello));
        }
    }

    /** What the members that have answered said of themselves, by their voter ids. */
    Map<String, Heard> present() {
        var members = addresses.members();
        var present = new HashMap<String, Heard>();
        heard.forEach((voter, said) -> {
            if (members.containsKey(VoterId.of(voter).node())) {
                present.put(voter, said);
            }
        });
        return present;
    }

    /** Where a voter is. */
    Optional<String> address(String voter) {
        var here = attachment;
        return voter.equals(identity.text())
                ? Optional.ofNullable(here == null ? null : here.address())
                : addresses.of(VoterId.of(voter).node());
    }

    /** Whether something can be sent to a voter. */
    boolean knows(String voter) {
        return attachment != null && addresses.of(VoterId.of(voter).node()).isPresent();
    }

    /** @throws RemotingException when it cannot be sent */
    void call(String voter, Message request, InvokeCallback callback, long millis) throws RemotingException {
        var number = numbers.incrementAndGet();
        var rpc = Rpc.of(request);
        if (Rpc.bulky(request)) {
            news.sent(voter, (AppendEntriesRequest) request);
        }
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        pending.put(number, new Pending(voter, rpc, request, callback, end));
        if (!send(number, voter, rpc, request)) {
            pending.remove(number);
            if (Rpc.bulky(request)) {
                news.returned(voter, (AppendEntriesRequest) request, false);
            }
            throw new RemotingException("it is not known where " + voter + " is");
        }
        sweepLater();
    }

    private boolean send(long number, String voter, Rpc rpc, Message request) {
        var from = attachment;
        var node = VoterId.of(voter).node();
        var to = addresses.of(node);
        if (from == null || to.isEmpty()) {
            return false;
        }
        // Written here and now: JRaft uses the memory of a request for another one when its call has ended.
        var bytes = ByteString.fromArrayUnsafe(request.toByteArray());
        var call = new Wire.Call(number, identity.text(), from.address(), voter, identity.log(), rpc, bytes);
        var bulk = Rpc.bulky(request);
        road.pass(node, call, () -> from.send(to.get(), bulk, call));
        return true;
    }

    private void tell(String follower, CommitNews.Commit commit) {
        var request = AppendEntriesRequest.newBuilder()
                .setGroupId(RaftLog.GROUP)
                .setServerId(RaftLog.peer(identity.text()).toString())
                .setPeerId(RaftLog.peer(follower).toString())
                .setTerm(commit.leading())
                .setPrevLogIndex(commit.index())
                .setPrevLogTerm(commit.term())
                .setCommittedIndex(commit.index())
                .build();
        send(0, follower, Rpc.APPEND, request);
    }

    void reply(Wire.Call call, Message response) {
        var from = attachment;
        if (from != null && call.id() != 0) {
            var bytes = ByteString.fromArrayUnsafe(response.toByteArray());
            var reply = new Wire.Reply(call.id(), identity.text(), call.rpc(), bytes);
            road.pass(
                    VoterId.of(call.from()).node(),
                    reply,
                    () -> from.send(call.address(), call.rpc() == Rpc.FILE, reply));
        }
    }

    /** On a thread of Pekko's: nothing here waits. */
    void received(Wire message, boolean bulk) {
        switch (message) {
            case Wire.Hello hello -> greeted(hello);
            case Wire.Call call -> {
                addresses.told(VoterId.of(call.from()).node(), call.address());
                calls.serve(call, bulk);
            }
            case Wire.Reply reply -> replied(reply);
        }
    }

    private void greeted(Wire.Hello hello) {
        var voter = VoterId.of(hello.from());
        addresses.told(voter.node(), hello.address());
        var said = new Heard(hello.log(), hello.start());
        var before = heard.put(hello.from(), said);
        heard.keySet()
                .removeIf(other ->
                        !other.equals(hello.from()) && VoterId.of(other).node().equals(voter.node()));
        if (hello.ask()) {
            hello(voter.node(), false);
        }
        if (before == null || before.start() != hello.start()) {
            // Nothing of what the process before was asked will be answered.
            fail(call -> before != null && call.to().equals(hello.from()));
            wake(hello.from());
        }
        if (!said.equals(before)) {
            somebody.run();
        }
    }

    /** Has JRaft look whether it should send something to a voter. */
    private void wake(String voter) {
        var group = replicators;
        if (group != null) {
            ThreadPoolsFactory.runInThread(RaftLog.GROUP, () -> group.checkReplicator(RaftLog.peer(voter), true));
        }
    }

    private void replied(Wire.Reply reply) {
        var call = pending.get(reply.id());
        if (call == null || call.rpc() != reply.rpc() || !call.to().equals(reply.from())) {
            return;
        }
        if (pending.remove(reply.id(), call)) {
            try {
                complete(call, reply.rpc().response(reply.message()), null);
            } catch (InvalidProtocolBufferException e) {
                complete(call, null, e);
            }
        }
    }

    private void complete(Pending call, @Nullable Message response, @Nullable Throwable failure) {
        try {
            call.callback().executor().execute(() -> {
                try {
                    call.callback().complete(response, failure);
                } finally {
                    if (Rpc.bulky(call.request())) {
                        var success = response instanceof AppendEntriesResponse append && append.getSuccess();
                        news.returned(call.to(), (AppendEntriesRequest) call.request(), success);
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the log ends: nobody waits for an answer of {}", call.to());
        }
    }

    private void fail(Predicate<Pending> which) {
        pending.forEach((number, call) -> {
            if (which.test(call) && pending.remove(number, call)) {
                complete(call, null, new RemotingException(call.to() + " has been replaced"));
            }
        });
    }

    private void sweepLater() {
        if (sweeping.compareAndSet(false, true)) {
            RaftTimers.once(this::sweep, SWEEP_MILLIS);
        }
    }

    private void sweep() {
        var now = System.nanoTime();
        pending.forEach((number, call) -> {
            if (call.end() - now < 0 && pending.remove(number, call)) {
                complete(call, null, new InvokeTimeoutException(call.to() + " has not answered in time"));
            }
        });
        sweeping.set(false);
        if (!pending.isEmpty()) {
            sweepLater();
        }
    }
}
