package engine.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns that are as wide as their widest cell, two spaces apart; the last is not padded. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        if (headings.length > 0) {
            row(headings);
        }
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** A line per row, each with its end; control characters of cells are shown as {@code ?}. */
    String text() {
        var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        var out = new StringBuilder();
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                out.append(safe(row.get(i)));
                if (i < row.size() - 1) {
                    out.repeat(" ", widths[i] - width(row.get(i)) + 2);
                }
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** What an agent says must not be able to steer the terminal. */
    static String safe(String cell) {
        StringBuilder safe = null;
        for (int i = 0; i < cell.length(); i++) {
            if (Character.isISOControl(cell.charAt(i)) && cell.charAt(i) != '\t') {
                safe = safe == null ? new StringBuilder(cell) : safe;
                safe.setCharAt(i, '?');
            }
        }
        return safe == null ? cell : safe.toString();
    }
}
