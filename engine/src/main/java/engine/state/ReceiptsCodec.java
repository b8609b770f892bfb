package engine.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The binary form of a batch of receipts: its name, the texts that occur in it (ids of events, nodes, reasons), each once, then
 * of each receipt the numbers of its texts and how many triggers run.
 */
final class ReceiptsCodec {
    private ReceiptsCodec() {}

    static void write(WireWriter out, Value.Receipts batch) {
        var numbers = new LinkedHashMap<String, Integer>();
        for (var receipt : batch.receipts()) {
            number(receipt.eventId(), numbers);
            number(receipt.node(), numbers);
            number(receipt.reason(), numbers);
        }
        out.text(batch.batch());
        out.texts(numbers.keySet());
        out.varint(batch.receipts().size());
        for (var receipt : batch.receipts()) {
            out.varint(number(receipt.eventId(), numbers));
            out.varint(number(receipt.node(), numbers));
            out.varint(number(receipt.reason(), numbers));
            out.varint(receipt.triggers());
        }
    }

    private static int number(String text, Map<String, Integer> numbers) {
        return numbers.computeIfAbsent(text, _ -> numbers.size());
    }

    static Value.Receipts read(WireReader in) {
        var batch = in.text();
        var texts = in.texts();
        var count = in.count();
        if (count == 0) {
            throw in.corrupt("a batch of no receipts");
        }
        var receipts = new ArrayList<Value.Receipt>(count);
        for (var i = 0; i < count; i++) {
            var event = text(texts, in);
            var node = text(texts, in);
            var reason = text(texts, in);
            receipts.add(new Value.Receipt(event, node, in.int32(), reason));
        }
        return new Value.Receipts(batch, receipts);
    }

    private static String text(List<String> texts, WireReader in) {
        var number = in.int32();
        if (number < 0 || number >= texts.size()) {
            throw in.corrupt("the number of a text that is not there");
        }
        return texts.get(number);
    }
}
