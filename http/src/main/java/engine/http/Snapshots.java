package engine.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The port to the whole state as one archive. */
public interface Snapshots {

    /**
     * The state of this moment.
     *
     * @return the archive, which is run once and fails when it cannot be written to its end; fails with {@link Refusal}
     */
    CompletionStage<Source<ByteString, ?>> save(Context context);

    /**
     * Puts the state of an archive in the place of the present one.
     *
     * @param archive to be run once; fails when it does not arrive whole, and then the stage shall fail with that
     * @return done when a read here sees the restored state; fails with a {@link Refusal} of 400 for a corrupt archive
     */
    CompletionStage<Done> restore(Source<ByteString, ?> archive, Context context);
}
