package engine.link;

import java.util.Optional;

/** Whether a request may pass an agent port: it must come from the same datacenter and prove that it knows the cluster's secret. */
record Admission(Identity own) {
    private static final int SHOWN = 100;

    /** Why not, in a sentence for both sides; empty where it may pass. */
    Optional<String> refusal(Optional<Signature> signature, String method, String path) {
        if (signature.isEmpty()) {
            return Optional.of(
                    "This is the agent port of %s in datacenter %s, where agents talk to each other. The HTTP API has a port of its own."
                            .formatted(own.node(), own.datacenter()));
        }
        var other = signature.get();
        var sides = "agent %s of datacenter %s and agent %s of datacenter %s"
                .formatted(shown(other.node()), shown(other.datacenter()), own.node(), own.datacenter());
        if (!other.datacenter().equals(own.datacenter())) {
            return Optional.of(sides + " cannot work together: they are of different datacenters");
        }
        if (own.secret().isEmpty()) {
            return other.proof()
                    .map(_ ->
                            sides + " cannot work together: the first has a cluster secret (encrypt), the second none");
        }
        if (other.proof().isEmpty()) {
            return Optional.of(
                    sides + " cannot work together: the second has a cluster secret (encrypt), the first none");
        }
        var proven = own.secret().get().proves(other.proof().get(), method, path, other.datacenter(), other.node());
        return proven
                ? Optional.empty()
                : Optional.of(sides + " cannot work together: their cluster secrets (encrypt) differ");
    }

    /** What a stranger sent goes into logs cut, and on one line. */
    private static String shown(String text) {
        var cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return cut.chars()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
