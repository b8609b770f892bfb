package engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import engine.events.EventRequest;
import engine.events.RemoteCommand;
import engine.events.RolloutRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class AuditLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(AuditLog.NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static EventRequest request(String name, ByteString payload) {
        return new EventRequest(name, payload, "^web", "", "", Map.of("zone", "a"), Duration.ZERO);
    }

    @Test
    void aLineSaysWhoWantedWhatOfWhomWithoutSecrets() {
        AuditLog.fired(request("deploy", ByteString.fromString("secret")), "e1", "web1", "10.0.0.9");
        var command = new RemoteCommand(List.of("login", "secret"), false, Optional.empty());
        AuditLog.fired(request(RemoteCommand.EVENT, command.encode()), "e2", "web1", "");
        var line = new RemoteCommand(List.of("login secret | wc"), true, Optional.empty());
        AuditLog.fired(request(RemoteCommand.EVENT, line.encode()), "e3", "web1", "10.0.0.9");
        AuditLog.told("r1", "retry", "web1", "10.0.0.9");

        assertThat(lines())
                .containsExactly(
                        "event 'deploy' e1 by web1 from 10.0.0.9 for meta zone=a node=^web",
                        "exec of 'login' e2 by web1 from an unknown address for meta zone=a node=^web",
                        "exec of a line for the shell e3 by web1 from 10.0.0.9 for meta zone=a node=^web",
                        "rollout r1: retry by web1 from 10.0.0.9");
    }

    @Test
    void aRolloutIsToldWithItsNodesAndItsEnd() {
        RolloutRecord record = RolloutCodecPropertiesTest.any(7);
        AuditLog.started(record.rollout(), record.event(), "web1", "10.0.0.9");
        AuditLog.ended(record.rollout());

        assertThat(lines().getFirst())
                .startsWith("rollout id of event 'deploy' by web1 from 10.0.0.9 on")
                .contains("nodes: n");
        assertThat(lines().getLast()).startsWith("rollout id is ");
    }
}
