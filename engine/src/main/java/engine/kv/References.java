package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts that come again and again within one message: each is written once, then by its number. */
final class References {

    private References() {}

    static final class Writing {
        private final WireWriter out;
        private final Map<String, Integer> numbers = new HashMap<>();

        Writing(WireWriter out) {
            this.out = out;
        }

        void text(String text) {
            var known = numbers.putIfAbsent(text, numbers.size());
            out.varint(known == null ? numbers.size() - 1 : known);
            if (known == null) {
                out.text(text);
            }
        }
    }

    static final class Reading {
        private final WireReader in;
        private final List<String> texts = new ArrayList<>();

        Reading(WireReader in) {
            this.in = in;
        }

        /** The one instance of this text in the process: entries keep it, and there are many of them. */
        String text() {
            var number = in.varint();
            if (number == texts.size()) {
                texts.add(in.text().intern());
            } else if (number < 0 || number > texts.size()) {
                throw in.corrupt("a text by a number that none has");
            }
            return texts.get((int) number);
        }
    }
}
