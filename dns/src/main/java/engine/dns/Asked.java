package engine.dns;

import java.util.List;
import java.util.Locale;

/** What a name below the zone's domain asks for. */
sealed interface Asked {
    List<String> KINDS = List.of("service", "node", "addr", "query");

    /** The domain itself. */
    record Apex() implements Asked {}

    /** A name that has no records but has names below it (RFC 8020: not NXDOMAIN). */
    record Branch() implements Asked {}

    /**
     * A service.
     *
     * @param tag only instances with it, or with each of its labels; empty for all
     * @param located whether the name is one for SRV alone: RFC 2782's without {@code service}
     */
    record Service(String name, String tag, boolean located) implements Asked {}

    /** A prepared query, by its name or id. */
    record Prepared(String query) implements Asked {}

    record Node(String name) implements Asked {}

    /** An address spelt in hexadecimal digits. */
    record Address(String digits) implements Asked {}

    /** No such form of name, or another datacenter. */
    record Nothing() implements Asked {}

    /**
     * Reads the labels left of the domain. The last label that names a kind decides, so that node names and tags may
     * contain dots; RFC 2782 names may leave out {@code service}.
     */
    static Asked of(List<String> labels, String datacenter) {
        if (labels.isEmpty()) {
            return new Apex();
        }
        for (int i = labels.size() - 1; i >= 0; i--) {
            List<String> below = labels.subList(0, i);
            List<String> suffix = labels.subList(i + 1, labels.size());
            String kind = labels.get(i).toLowerCase(Locale.ROOT);
            boolean underscored = kind.startsWith("_");
            if (underscored || KINDS.contains(kind)) {
                // An address is the same everywhere.
                return !kind.equals("addr") && !Locality.isHere(suffix, datacenter)
                        ? new Nothing()
                        : switch (kind) {
                            case "service" -> service(below);
                            case "node" -> below.isEmpty() ? new Branch() : new Node(String.join(".", below));
                            case "addr" -> address(below);
                            case "query" -> QueryRecords.asked(below);
                            default -> i == 1 ? rfc2782(below.getFirst(), labels.get(i), true) : new Nothing();
                        };
            }
        }
        return Locality.isHere(labels, datacenter) || labels.equals(List.of("dc")) ? new Branch() : new Nothing();
    }

    private static Asked service(List<String> below) {
        if (below.isEmpty()) {
            return new Branch();
        }
        if (below.size() == 2
                && below.getFirst().startsWith("_")
                && below.getLast().startsWith("_")) {
            return rfc2782(below.getFirst(), below.getLast(), false);
        }
        return new Service(below.getLast(), String.join(".", below.subList(0, below.size() - 1)), false);
    }

    /** The protocol {@code _tcp} stands for all instances, anything else for those with such a tag. */
    private static Asked rfc2782(String service, String tag, boolean located) {
        if (!service.startsWith("_")) {
            return new Nothing();
        }
        String wanted = tag.substring(1);
        return new Service(service.substring(1), wanted.equalsIgnoreCase("tcp") ? "" : wanted, located);
    }

    private static Asked address(List<String> below) {
        return switch (below.size()) {
            case 0 -> new Branch();
            case 1 -> new Address(below.getFirst());
            default -> new Nothing();
        };
    }

    /**
     * The address a reverse name stands for (RFC 1035 3.5, RFC 3596 2.5), in the spelling of RFC 5952.
     *
     * @param labels those left of {@code in-addr.arpa} or {@code ip6.arpa}
     * @return empty when they are not a whole address
     */
    static String reversed(List<String> labels, boolean six) {
        if (labels.size() != (six ? 32 : 4)) {
            return "";
        }
        var digits = new StringBuilder();
        for (String label : labels.reversed()) {
            int number = number(label, six ? 16 : 10);
            if (number < 0) {
                return "";
            }
            digits.append(six ? Integer.toHexString(number) : String.format(Locale.ROOT, "%02x", number));
        }
        return Addresses.text(Addresses.ofHex(digits.toString()));
    }

    private static int number(String label, int radix) {
        boolean digits = label.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        boolean padded = radix == 10 && label.length() > 1 && label.startsWith("0");
        if (padded || label.isEmpty() || label.length() > (radix == 16 ? 1 : 3) || !digits) {
            return -1;
        }
        int number = Integer.parseInt(label, radix);
        return number > 255 ? -1 : number;
    }
}
