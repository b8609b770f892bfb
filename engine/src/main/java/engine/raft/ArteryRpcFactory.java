package engine.raft;

import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;

/**
 * Has JRaft send its messages between the servers' cluster systems. There is one for the process, and it knows nothing: each log's
 * client finds its way by the options that it is started with. JRaft makes it by its name.
 */
@SPI(priority = 100)
public final class ArteryRpcFactory implements RaftRpcFactory {

    /** JRaft calls it. */
    public ArteryRpcFactory() {}

    /** Messages are written and read by their classes. */
    @Override
    public void registerProtobufSerializer(String className, Object... arguments) {}

    @Override
    public RpcClient createRpcClient(ConfigHelper<RpcClient> helper) {
        return new ArteryRpcClient();
    }

    /** Calls go to the node itself, through {@link Calls}. */
    @Override
    public RpcServer createRpcServer(Endpoint endpoint, ConfigHelper<RpcServer> helper) {
        throw new UnsupportedOperationException("a log has no port of its own");
    }
}
