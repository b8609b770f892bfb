package engine.cli;

import java.util.List;

/** Lines at the end of what a terminal shows that are drawn anew each time: other text goes above them and stays. */
final class LiveLines {
    /** Rows of a table; more would not fit on a small terminal. */
    private static final int MAX_ROWS = 12;

    private static final int DEFAULT_WIDTH = 80;

    private final Shell shell;
    private final int width;
    private int shown;

    LiveLines(Shell shell) {
        this.shell = shell;
        this.width = width(shell.environment("COLUMNS"));
    }

    private static int width(String columns) {
        return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /** Prints text that stays, and below it these rows as a table and a last line; without a last line nothing. */
    void draw(String above, List<List<String>> rows, String last) {
        var out = shell.out();
        if (shown > 0) {
            out.print("\u001b[" + shown + "A\u001b[J");
        }
        out.print(above);
        shown = 0;
        if (!last.isEmpty()) {
            var table = new Table();
            rows.stream().limit(MAX_ROWS).forEach(row -> table.row(row.toArray(String[]::new)));
            table.text().lines().forEach(this::line);
            if (rows.size() > MAX_ROWS) {
                line("... and " + (rows.size() - MAX_ROWS) + " more");
            }
            line(last);
        }
        out.flush();
    }

    /** One that is wider than the terminal would take two of its lines. */
    private void line(String text) {
        shell.line(text.length() < width ? text : text.substring(0, width - 1));
        shown++;
    }
}
