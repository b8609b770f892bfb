package engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands as picocli's model, from which it lays out help and writes completion scripts. */
final class HelpModel {
    private static final int WIDTH = 100;

    private HelpModel() {}

    /** The whole program with every command below it. */
    static CommandLine program() {
        var program = CommandSpec.create().name("engine");
        program.usageMessage()
                .width(WIDTH)
                .header("Runs programs on many machines when something happens, watches services, and names them.")
                .customSynopsis("engine COMMAND [OPTIONS] [ARGUMENTS]")
                .commandListHeading("%nCommands:%n")
                .footer(footer(List.of("agent -dev", "event deploy 1.4.2", "kv get --help", "demo")));
        addBelow("", program);
        return new CommandLine(program);
    }

    /** A group with its commands. */
    static CommandLine group(String group) {
        var spec = CommandSpec.create().name(last(group));
        addBelow(group + " ", spec);
        var examples = Commands.NAMES.stream()
                .filter(name -> name.startsWith(group + " "))
                .map(name -> syntax(name).examples().getFirst())
                .toList();
        spec.usageMessage()
                .width(WIDTH)
                .header(plain(Objects.requireNonNull(Commands.group(group))))
                .customSynopsis("engine " + group + " COMMAND [OPTIONS] [ARGUMENTS]")
                .commandListHeading("%nCommands:%n")
                .footer(footer(examples));
        return new CommandLine(spec);
    }

    /** Adds the commands, and groups of commands, whose names begin like this and go on with one word. */
    private static void addBelow(String start, CommandSpec spec) {
        for (var name : Commands.NAMES) {
            if (name.startsWith(start)) {
                int space = name.indexOf(' ', start.length());
                var below = space < 0 ? name : name.substring(0, space);
                if (!spec.subcommands().containsKey(last(below))) {
                    spec.addSubcommand(last(below), space < 0 ? withBelow(name) : group(below));
                }
            }
        }
    }

    /** A command with those that go on where its name ends, such as {@code event list}. */
    private static CommandLine withBelow(String name) {
        var command = command(syntax(name));
        addBelow(name + " ", command.getCommandSpec());
        return command;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf(' ') + 1);
    }

    /** One command with its options. */
    static CommandLine command(Syntax syntax) {
        var spec = CommandSpec.create().name(last(syntax.name()));
        for (var option : syntax.options()) {
            spec.addOption(option(option));
        }
        spec.usageMessage()
                .width(WIDTH)
                .longOptionsMaxWidth(34)
                .sortOptions(false)
                .header(plain(syntax.summary()))
                .customSynopsis("engine " + syntax.name() + " [OPTIONS]"
                        + (syntax.operands().isEmpty() ? "" : " " + plain(syntax.operands())))
                .optionListHeading("%nOptions:%n")
                .footer(footer(syntax.examples()));
        return new CommandLine(spec);
    }

    private static OptionSpec option(Option option) {
        var builder = OptionSpec.builder("--" + option.name()).description(plain(option.help()));
        if (option.isFlag()) {
            return builder.type(boolean.class).arity("0").build();
        }
        builder.paramLabel(option.value());
        if (option.value().indexOf('|') > 0) {
            builder.completionCandidates(List.of(option.value().split("\\|")));
        }
        if (option.alone()) {
            return builder.type(String.class).arity("0..1").build();
        }
        return option.repeatable()
                ? builder.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .build()
                : builder.type(String.class).arity("1").build();
    }

    private static String[] footer(List<String> examples) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(examples.size() == 1 ? "Example:" : "Examples:");
        for (var example : examples) {
            lines.add("  engine " + plain(example));
        }
        return lines.toArray(String[]::new);
    }

    private static Syntax syntax(String name) {
        return Objects.requireNonNull(Commands.find(name), name).syntax();
    }

    /** picocli reads a help text as a format. */
    private static String plain(String text) {
        return text.replace("%", "%%");
    }
}
