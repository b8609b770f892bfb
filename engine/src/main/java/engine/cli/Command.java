package engine.cli;

import java.io.IOException;

/** One command of the program. */
interface Command {

    Syntax syntax();

    /**
     * Does the work.
     *
     * @return the exit status
     * @throws Failure when it cannot be done
     * @throws IOException when the agent cannot be reached or a file not read
     */
    int run(Arguments arguments, Shell shell) throws IOException;
}
