package engine.raft;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import org.apache.pekko.util.ByteString;

/** JRaft's calls between servers. */
enum Rpc {
    VOTE(1, RequestVoteRequest.getDefaultInstance(), RequestVoteResponse.getDefaultInstance()),
    APPEND(2, AppendEntriesRequest.getDefaultInstance(), AppendEntriesResponse.getDefaultInstance()),
    INSTALL(3, InstallSnapshotRequest.getDefaultInstance(), InstallSnapshotResponse.getDefaultInstance()),
    FILE(4, GetFileRequest.getDefaultInstance(), GetFileResponse.getDefaultInstance()),
    TIMEOUT_NOW(5, TimeoutNowRequest.getDefaultInstance(), TimeoutNowResponse.getDefaultInstance()),
    READ_INDEX(6, ReadIndexRequest.getDefaultInstance(), ReadIndexResponse.getDefaultInstance());

    private final int code;
    private final Message request;
    private final Message response;

    Rpc(int code, Message request, Message response) {
        this.code = code;
        this.request = request;
        this.response = response;
    }

    /** The number by which it is known on the wire. */
    int code() {
        return code;
    }

    /** @throws IllegalArgumentException when there is none with this number */
    static Rpc of(int code) {
        for (var rpc : values()) {
            if (rpc.code == code) {
                return rpc;
            }
        }
        throw new IllegalArgumentException("no call has the number " + code);
    }

    /** @throws IllegalArgumentException when it is the request of none */
    static Rpc of(Message request) {
        for (var rpc : values()) {
            if (rpc.request.getClass().equals(request.getClass())) {
                return rpc;
            }
        }
        throw new IllegalArgumentException("no call has the request " + request.getClass());
    }

    Message request(ByteString bytes) throws InvalidProtocolBufferException {
        return request.getParserForType().parseFrom(bytes.toArrayUnsafe());
    }

    Message response(ByteString bytes) throws InvalidProtocolBufferException {
        return response.getParserForType().parseFrom(bytes.toArrayUnsafe());
    }

    /** An empty response, the form in which a failure is told. */
    Message none() {
        return response;
    }

    /** Whether a request is large, or has to stay behind one that is: what appends to the log stays in order. */
    static boolean bulky(Message request) {
        return request instanceof AppendEntriesRequest append && (append.getEntriesCount() > 0 || append.hasData());
    }
}
