package engine.http;

import org.jspecify.annotations.Nullable;

/** Whether a client still waits for its answer: cancelled when it has gone, or sends no more. One wait at a time hears of it. */
class Cancellation {
    /** Of a client whose going nobody sees. */
    static final Cancellation NONE = new Cancellation() {
        @Override
        void then(Runnable action) {
            // never cancelled
        }
    };

    private @Nullable Runnable action;
    private boolean cancelled;

    /** Runs this on {@link #cancel}, instead of what was said before; at once when it is cancelled already. */
    void then(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                this.action = action;
                return;
            }
        }
        action.run();
    }

    /** The wait that said this is over. */
    synchronized void forget(Runnable action) {
        if (action.equals(this.action)) {
            this.action = null;
        }
    }

    /** Nobody waits any more. */
    void cancel() {
        Runnable present;
        synchronized (this) {
            cancelled = true;
            present = action;
            action = null;
        }
        if (present != null) {
            present.run();
        }
    }
}
