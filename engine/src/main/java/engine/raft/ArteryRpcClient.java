package engine.raft;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JRaft's way out. An endpoint is the id of a voter; nothing here waits. */
final class ArteryRpcClient implements RpcClient {
    private @Nullable Messenger messenger;
    private @Nullable ReplicatorGroup replicators;

    /** The options are those of the log that it belongs to. */
    @Override
    public boolean init(RpcOptions options) {
        var found = ((LogOptions) options).messenger();
        if (replicators != null) {
            found.replicators(replicators);
        }
        messenger = found;
        return true;
    }

    private Messenger messenger() {
        return Objects.requireNonNull(messenger, "JRaft initializes its client");
    }

    /** The messenger is there before and after. */
    @Override
    public void shutdown() {}

    /**
     * Whether it is known where the voter is. Whether it answers is found out by asking: what the failure detector says may be some
     * seconds old.
     */
    @Override
    public boolean checkConnection(Endpoint endpoint) {
        return messenger().knows(endpoint.getIp());
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean create) {
        return checkConnection(endpoint);
    }

    @Override
    public void closeConnection(Endpoint endpoint) {}

    /** Called before {@link #init}. */
    @Override
    public void registerConnectEventListener(ReplicatorGroup group) {
        replicators = group;
    }

    /** JRaft waits for an answer only to find out whether there is a connection. */
    @Override
    public Object invokeSync(Endpoint endpoint, Object request, InvokeContext context, long timeout)
            throws RemotingException {
        throw new RemotingException("it is not known where " + endpoint.getIp() + " is");
    }

    @Override
    public void invokeAsync(
            Endpoint endpoint, Object request, @Nullable InvokeContext context, InvokeCallback callback, long timeout)
            throws RemotingException {
        messenger().call(endpoint.getIp(), (Message) request, callback, timeout);
    }
}
