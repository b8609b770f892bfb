package engine.dns;

import engine.dns.DnsSettings.Freshness;
import engine.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What servers answered last, for the time when none does. Bounded: what was used longest ago goes first. For any thread.
 */
final class KeptAnswers {
    static final int MAX_BYTES = 16 << 20;

    private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int bytes;

    /**
     * What was asked; names compare without regard to case.
     *
     * @param longest bytes of an answer that the client took: a short answer is not all there is
     */
    record Question(Name name, int type, int longest) {}

    private static final class Kept {
        private final byte[] answer;
        /** Nanoseconds of {@link System#nanoTime}. */
        private final long since;

        Kept(byte[] answer, long since) {
            this.answer = answer;
            this.since = since;
        }

        boolean saysSomething() {
            int rcode = answer[3] & 0xf;
            return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
        }
    }

    /** Keeps an answer of a server that says what there is. */
    synchronized void keep(Forwarded query, byte[] answer, long now) {
        var entry = new Kept(answer.clone(), now);
        if (!entry.saysSomething()) {
            return;
        }
        Kept before = kept.put(query.question(), entry);
        bytes += answer.length - (before == null ? 0 : before.answer.length);
        for (Iterator<Kept> oldest = kept.values().iterator(); bytes > MAX_BYTES; oldest.remove()) {
            bytes -= oldest.next().answer.length;
        }
    }

    /** What was kept for a query, while it may still be shown. */
    Optional<byte[]> answer(Forwarded query, Freshness freshness, long now) {
        Kept found = find(query.question());
        if (found == null) {
            return Optional.empty();
        }
        Duration age = Duration.ofNanos(now - found.since);
        if (!freshness.allowsKept(age)) {
            return Optional.empty();
        }
        if (age.compareTo(Responder.STALE) > 0) {
            Metrics.DNS_STALE.increment();
        }
        return Recursors.parsed(found.answer)
                .map(message -> rewritten(query, message).toWire(query.longest()))
                .flatMap(query::accept);
    }

    private synchronized @Nullable Kept find(Question question) {
        return kept.get(question);
    }

    /** In another order, as a server would, and with an OPT record that is for this client. */
    private static Message rewritten(Forwarded query, Message message) {
        flag(message, Flags.RD, query.asking().recursionDesired());
        flag(message, Flags.CD, query.asking().checkingDisabled());
        if (message.getOPT() != null) {
            message.removeRecord(message.getOPT(), Section.ADDITIONAL);
        }
        if (query.asking().edns().present()) {
            int dnssecOk = query.asking().edns().dnssecOk() ? Flags.DO : 0;
            message.addRecord(new OPTRecord(Responder.MAX_UDP, 0, 0, dnssecOk), Section.ADDITIONAL);
        }
        List<Record> answers = new ArrayList<>(message.getSection(Section.ANSWER));
        if (answers.stream()
                .allMatch(record -> record.getType() == query.asking().type())) {
            Collections.shuffle(answers, ThreadLocalRandom.current());
            message.removeAllRecords(Section.ANSWER);
            answers.forEach(record -> message.addRecord(record, Section.ANSWER));
        }
        return message;
    }

    private static void flag(Message message, int flag, boolean set) {
        if (set) {
            message.getHeader().setFlag(flag);
        } else {
            message.getHeader().unsetFlag(flag);
        }
    }
}
