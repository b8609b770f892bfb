package engine.cli;

import java.io.IOException;

/**
 * What is fired, as the command line says.
 *
 * @param operand that says the payload, for {@link Payload}
 */
record EventFiring(String name, String operand) {

    static EventFiring of(Arguments arguments) {
        var named = arguments.value("name");
        var operands = arguments.operands();
        int payloadAt = named == null ? 1 : 0;
        if (operands.size() > payloadAt + 1) {
            throw Failure.usage("too many arguments: the event's name is given with --name already.");
        }
        if (named == null && operands.isEmpty()) {
            throw Failure.usage("an event needs a name: `engine event NAME [PAYLOAD]`.");
        }
        var name = named == null ? operands.getFirst() : named;
        if (name.isEmpty()) {
            throw Failure.usage("the event's name must not be empty.");
        }
        var option = arguments.value("payload");
        if (option != null && operands.size() > payloadAt) {
            throw Failure.usage(
                    "the payload is given twice: with --payload, and as '" + operands.get(payloadAt) + "'.");
        }
        var operand = operands.size() > payloadAt ? operands.get(payloadAt) : "";
        return new EventFiring(name, option == null ? operand : option);
    }

    byte[] payload(Shell shell) throws IOException {
        return Payload.read(operand, shell);
    }
}
