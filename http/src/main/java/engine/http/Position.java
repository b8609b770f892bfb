package engine.http;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** A network coordinate as JSON has it; lengths are seconds. */
public record Position(List<Double> vector, double error, double adjustment, double height) {
    /** Where everything is that has measured nothing. */
    public static final Position ORIGIN = new Position(Collections.nCopies(8, 0.0), 1.5, 0, 0.00001);

    void write(JsonGenerator out) {
        out.writeStartObject();
        out.writeName("Vec");
        Json.array(out, vector, (o, each) -> o.writeNumber(number(each)));
        out.writeName("Error").writeNumber(number(error));
        out.writeName("Adjustment").writeNumber(number(adjustment));
        out.writeName("Height").writeNumber(number(height));
        out.writeEndObject();
    }

    /** As Go writes it: with an exponent only where there would be many zeros. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        var size = Math.abs(value);
        return size >= 1e-6 && size < 1e21
                ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
                : Double.toString(value).replace(".0E", "E").replace("E", size < 1 ? "e" : "e+");
    }
}
