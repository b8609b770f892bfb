package engine.cli;

import picocli.CommandLine.Help.Ansi;

/** Help texts, laid out by picocli. The only class on the way of a call that loads it. */
final class Help {
    private Help() {}

    /** The list of commands. */
    static String program(boolean colour) {
        return text(HelpModel.program(), colour);
    }

    /** The commands of a group. */
    static String group(String name, boolean colour) {
        return text(HelpModel.group(name), colour);
    }

    /** How one command is called. */
    static String command(Syntax syntax, boolean colour) {
        return text(HelpModel.command(syntax), colour);
    }

    private static String text(picocli.CommandLine model, boolean colour) {
        return model.getUsageMessage(colour ? Ansi.ON : Ansi.OFF).stripTrailing() + "\n";
    }
}
