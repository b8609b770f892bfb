package engine.raft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcResponseClosureAdapter;
import com.alipay.sofa.jraft.storage.FileService;
import com.alipay.sofa.jraft.util.NamedThreadFactory;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the node here answer what others ask. JRaft waits for its locks and for the disk: each call has a thread that may wait. */
final class Calls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final long IDLE_SECONDS = 60;

    private final Identity identity;
    private final Messenger messenger;
    /** What is appended stays in order. */
    private final ThreadPoolExecutor ordered = ordered();

    private final Set<String> strangers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RaftServerService node;

    Calls(Identity identity, Messenger messenger) {
        this.identity = identity;
        this.messenger = messenger;
    }

    private static ThreadPoolExecutor ordered() {
        var one = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamedThreadFactory("raft-append-", true));
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** From now on this one answers. */
    void by(RaftServerService serving) {
        node = serving;
    }

    @Override
    public void close() {
        node = null;
        ordered.shutdown();
    }

    void serve(Wire.Call call, boolean bulk) {
        var serving = node;
        if (serving == null || !call.to().equals(identity.text())) {
            return;
        }
        try {
            if (bulk) {
                ordered.execute(() -> answer(serving, call));
            } else {
                ThreadPoolsFactory.runInThread(RaftLog.GROUP, () -> answer(serving, call));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("no thread for a call of {}: {}", call.from(), e.getMessage());
        }
    }

    private void answer(RaftServerService serving, Wire.Call call) {
        var done = new RpcRequestClosure(new Reply(call), call.rpc().none());
        try {
            if (admits(call)) {
                var response = handle(serving, call.rpc().request(call.message()), done);
                if (response != null) {
                    done.sendResponse(response);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (node == null) {
                // Of no interest: the log ends.
                return;
            }
            LOG.warn("a call of {} could not be answered", call.from(), e);
            done.run(new Status(RaftError.EINTERNAL, "the call could not be answered: %s", e));
        }
    }

    /** A server that has no log yet takes that of the one that leads it; nobody listens to those who have another. */
    private boolean admits(Wire.Call call) throws IOException {
        if (call.log().equals(identity.log())) {
            return true;
        }
        if (identity.log().isEmpty() && (call.rpc() == Rpc.APPEND || call.rpc() == Rpc.INSTALL)) {
            identity.adopt(call.log());
            LOG.info("this server takes part in the log of keys and sessions, {}", call.log());
            return true;
        }
        if (!call.log().isEmpty() && !identity.log().isEmpty() && strangers.add(call.from())) {
            LOG.warn(
                    "the server of node {} has another log of keys and sessions ({}) than this one ({}): they do not"
                            + " share their keys",
                    VoterId.of(call.from()).node(),
                    call.log(),
                    identity.log());
        }
        return false;
    }

    private static @Nullable Message handle(RaftServerService serving, Message request, RpcRequestClosure done)
            throws InvalidProtocolBufferException {
        return switch (request) {
            case AppendEntriesRequest append -> serving.handleAppendEntriesRequest(append, done);
            case RequestVoteRequest vote ->
                vote.getPreVote() ? serving.handlePreVoteRequest(vote) : serving.handleRequestVoteRequest(vote);
            case TimeoutNowRequest now -> serving.handleTimeoutNowRequest(now, done);
            case InstallSnapshotRequest install -> serving.handleInstallSnapshot(install, done);
            case GetFileRequest file -> FileService.getInstance().handleGetFile(file, done);
            case ReadIndexRequest read -> {
                serving.handleReadIndexRequest(read, new ReadIndexAnswer(done));
                yield null;
            }
            default -> throw new InvalidProtocolBufferException("no call: " + request.getClass());
        };
    }

    private static final class ReadIndexAnswer extends RpcResponseClosureAdapter<ReadIndexResponse> {
        private final RpcRequestClosure done;

        ReadIndexAnswer(RpcRequestClosure done) {
            this.done = done;
        }

        @Override
        public void run(Status status) {
            if (getResponse() == null) {
                done.run(status);
            } else {
                done.sendResponse(getResponse());
            }
        }
    }

    private final class Reply implements RpcContext {
        private final Wire.Call call;

        Reply(Wire.Call call) {
            this.call = call;
        }

        @Override
        public void sendResponse(Object response) {
            messenger.reply(call, (Message) response);
        }

        @Override
        public Connection getConnection() {
            throw new UnsupportedOperationException("a call has no connection of its own");
        }

        @Override
        public String getRemoteAddress() {
            return call.address();
        }
    }
}
