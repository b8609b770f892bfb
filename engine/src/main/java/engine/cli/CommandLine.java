package engine.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the arguments of a command. An option has one dash or two, its value follows {@code =} or is the next argument;
 * options and operands may be mixed, unless the operands are a command line themselves; {@code --} ends the options; {@code -} and negative numbers are operands. A flag
 * takes {@code =true} or {@code =false}.
 */
final class CommandLine {
    private final Syntax syntax;
    private final List<Arguments.Given> given = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    private CommandLine(Syntax syntax) {
        this.syntax = syntax;
    }

    /** The arguments of a command; a usage failure when they do not fit its syntax. */
    static Arguments parse(Syntax syntax, List<String> args) {
        return new CommandLine(syntax).read(args);
    }

    private Arguments read(List<String> args) {
        int i = 0;
        while (i < args.size()) {
            var arg = args.get(i++);
            if (arg.equals("--")) {
                operands.addAll(args.subList(i, args.size()));
                break;
            }
            if (!isOption(arg)) {
                if (syntax.optionsFirst()) {
                    operands.addAll(args.subList(i - 1, args.size()));
                    break;
                }
                operands.add(arg);
                continue;
            }
            var body = arg.substring(arg.startsWith("--") ? 2 : 1);
            int equals = body.indexOf('=');
            var option = find(equals < 0 ? body : body.substring(0, equals), arg);
            if (equals >= 0) {
                var value = body.substring(equals + 1);
                add(option, option.isFlag() ? truth(option, value) : value);
            } else if (option.isFlag()) {
                add(option, "true");
            } else if (i < args.size() && takes(option, args.get(i))) {
                add(option, args.get(i++));
            } else if (option.alone()) {
                add(option, "");
            } else {
                throw usage("--" + option.name() + " needs a value: --" + option.name() + "=" + option.value() + ".");
            }
        }
        if (operands.size() > syntax.maxOperands()) {
            throw usage("too many arguments: '" + operands.get(syntax.maxOperands()) + "' is not expected.");
        }
        return new Arguments(List.copyOf(given), List.copyOf(operands));
    }

    /** What of the arguments may be options: all of them, or those before the first operand. */
    static List<String> before(Syntax syntax, List<String> args) {
        if (!syntax.optionsFirst()) {
            return args;
        }
        int i = 0;
        while (i < args.size() && isOption(args.get(i)) && !args.get(i).equals("--")) {
            var arg = args.get(i++);
            var option = syntax.option(arg.substring(arg.startsWith("--") ? 2 : 1));
            if (i < args.size() && option != null && takes(option, args.get(i))) {
                i++;
            }
        }
        return args.subList(0, Math.min(i, args.size()));
    }

    /** Whether what follows an option is its value. */
    private static boolean takes(Option option, String next) {
        return !option.isFlag() && (!option.alone() || Times.parse(next) != null);
    }

    private static boolean isOption(String arg) {
        return arg.length() > 1 && arg.charAt(0) == '-' && !(arg.charAt(1) >= '0' && arg.charAt(1) <= '9');
    }

    private void add(Option option, String value) {
        given.add(new Arguments.Given(option.name(), value));
    }

    /** The spellings of true and false that Consul's flags take. */
    private String truth(Option option, String value) {
        return switch (value) {
            case "true", "1", "t", "T", "TRUE", "True" -> "true";
            case "false", "0", "f", "F", "FALSE", "False" -> "false";
            default -> throw usage("--" + option.name() + " takes true or false, not '" + value + "'.");
        };
    }

    private Option find(String name, String arg) {
        var option = syntax.option(name);
        if (option == null) {
            var near =
                    Nearest.to(name, syntax.options().stream().map(Option::name).toList());
            throw usage("there is no option '" + arg + "'" + (near == null ? "." : "; did you mean --" + near + "?"));
        }
        return option;
    }

    private Failure usage(String sentence) {
        return Failure.usage(sentence + " `engine " + syntax.name() + " --help` shows how it is called.");
    }
}
