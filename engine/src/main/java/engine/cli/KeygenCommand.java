package engine.cli;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes a cluster secret. */
final class KeygenCommand implements Command {
    private static final int BYTES = 32;

    @Override
    public Syntax syntax() {
        return Syntax.of("keygen", "Prints a new cluster secret, for the key encrypt of configuration files.")
                .example("keygen");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        shell.line(Base64.getEncoder().encodeToString(secret));
        return 0;
    }
}
