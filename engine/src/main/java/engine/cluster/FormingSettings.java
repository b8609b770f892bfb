package engine.cluster;

import java.time.Duration;
import java.util.List;

/**
 * How a server looks for its cluster, and how long it waits for those who do not answer.
 *
 * @param retryJoin addresses of servers, looked up again each {@code retryInterval}
 * @param retryInterval how often it is said that nothing was found
 * @param retryMax so many times at most is {@code retryJoin} tried; 0 for no end
 * @param deadAfter how long a server may be unreachable
 */
public record FormingSettings(List<String> retryJoin, Duration retryInterval, int retryMax, Duration deadAfter) {
    public FormingSettings {
        retryJoin = List.copyOf(retryJoin);
    }
}
