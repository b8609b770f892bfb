package engine.cli;

/** Prints the version. */
final class VersionCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("version", "Prints the version of this program.")
                .with(Syntax.FORMAT)
                .example("version");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        shell.line(format == Format.JSON ? "{\"Version\": \"" + version() + "\"}" : "engine v" + version());
        return 0;
    }

    /** From the manifest; {@code 0.0.0} when run from class files. */
    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "0.0.0" : version;
    }
}
