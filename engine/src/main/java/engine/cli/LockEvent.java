package engine.cli;

/** What can happen while a lock is waited for or held. */
sealed interface LockEvent {
    /** It is held by a session now. */
    record Acquired(String session) implements LockEvent {}

    /**
     * It cannot be had now, and nobody wants to wait.
     *
     * @param delayed whether nobody has it, but its lock-delay is not over
     */
    record Busy(boolean delayed) implements LockEvent {}

    /** It cannot be had at all. */
    record Refused(Failure failure) implements LockEvent {}

    /** A session no longer has it, or is no more. */
    record Lost(String session, String why) implements LockEvent {}

    /** The program has ended. */
    record Ended(int status) implements LockEvent {}

    /** The command itself got a signal. */
    record Signalled(String name) implements LockEvent {
        /** Whether it is one that ends a program which does nothing about it, as people mean it to. */
        boolean ends() {
            return name.equals("INT") || name.equals("TERM") || name.equals("HUP");
        }
    }
}
