package engine.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command is called and takes: read by the parser, by help and by completion.
 *
 * @param name with its group, such as {@code kv put}
 * @param summary one sentence
 * @param operands what follows the options, as in the synopsis; empty for nothing
 * @param maxOperands how many of them there may be
 * @param examples command lines that work, without {@code engine}
 * @param optionsFirst whether the first operand ends the options, because operands are a command line themselves
 */
record Syntax(
        String name,
        String summary,
        String operands,
        int maxOperands,
        List<Option> options,
        List<String> examples,
        boolean optionsFirst) {

    /** What every command that speaks to an agent takes. */
    static final List<Option> CONNECTION = List.of(
            Option.of(
                    "http-addr",
                    "ADDRESS",
                    "Agent to ask; default CONSUL_HTTP_ADDR, ENGINE_HTTP_ADDR or 127.0.0.1:8500."),
            Option.of("token", "TOKEN", "Token sent with the request; default CONSUL_HTTP_TOKEN."),
            Option.of("token-file", "FILE", "File that holds the token; default CONSUL_HTTP_TOKEN_FILE."));

    static final Option FORMAT = Option.of("format", "table|json", "How to print the answer; default table.");

    static final Option DATACENTER = Option.of("datacenter", "NAME", "Datacenter to ask; default that of the agent.");

    static final Option STALE = Option.flag("stale", "Let any server answer.");

    static final Option CONSISTENT = Option.flag("consistent", "Let the leader make sure that it is the latest.");

    /** A command that takes nothing. */
    static Syntax of(String name, String summary) {
        return new Syntax(name, summary, "", 0, List.of(), List.of(), false);
    }

    Syntax operands(String synopsis, int max) {
        return new Syntax(name, summary, synopsis, max, options, examples, optionsFirst);
    }

    /** Operands that are a command line of their own: an option behind the first of them is not ours. */
    Syntax program(String synopsis) {
        return new Syntax(name, summary, synopsis, Integer.MAX_VALUE, options, examples, true);
    }

    /** Adds options. */
    Syntax with(Option... more) {
        return with(List.of(more));
    }

    Syntax with(List<Option> more) {
        var all = new ArrayList<>(options);
        all.addAll(more);
        return new Syntax(name, summary, operands, maxOperands, List.copyOf(all), examples, optionsFirst);
    }

    /** Sets the examples. */
    Syntax example(String... lines) {
        return new Syntax(name, summary, operands, maxOperands, options, List.of(lines), optionsFirst);
    }

    @Nullable
    Option option(String optionName) {
        for (var option : options) {
            if (option.name().equals(optionName)) {
                return option;
            }
        }
        return null;
    }
}
