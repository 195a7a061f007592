package labs.mq.group;

/** Where a group is on its way to the next generation, and what Kafka calls that. */
enum GroupState {
    EMPTY("Empty"),
    PREPARING("PreparingRebalance"),
    COMPLETING("CompletingRebalance"),
    STABLE("Stable");

    private final String title;

    GroupState(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
