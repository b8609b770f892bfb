package engine.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One call of the program in this process, and what came of it. */
record Call(int code, String out, String err) {

    /** Without an agent. */
    static Call alone(String... args) {
        return with(Map.of(), "", args);
    }

    /** With an agent named by the environment. */
    static Call to(FakeAgent agent, String... args) {
        return with(Map.of("CONSUL_HTTP_ADDR", agent.address()), "", args);
    }

    static Call with(Map<String, String> environment, String input, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                new HashMap<>(environment),
                false);
        int code = Main.run(List.of(args), shell);
        return new Call(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
