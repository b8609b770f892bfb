package engine.raft;

import com.alipay.sofa.jraft.option.NodeOptions;

/** The options of a node, and the way by which it reaches the others: JRaft hands the options to its client. */
final class LogOptions extends NodeOptions {
    private final Messenger messenger;

    LogOptions(Messenger messenger) {
        this.messenger = messenger;
    }

    Messenger messenger() {
        return messenger;
    }
}
