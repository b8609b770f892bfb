package engine.cli;

/** The words about what the nodes do, while they are waited for and at the end. */
interface RunsReport {

    /** What is waited for, such as {@code event}. */
    String subject();

    /** What is new since the last call, in lines. */
    String news(Fields runs);

    /** What came of all. */
    String summary(Fields runs);

    /** What is still waited for. */
    String outstanding(Fields runs);
}
