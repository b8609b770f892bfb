package engine.proposal;

import engine.kv.ClientId;
import engine.kv.Command;

/** Which command, however often it is sent. */
public record CommandId(ClientId client, long sequence) {
    static CommandId of(Command command) {
        return new CommandId(command.client(), command.sequence());
    }
}
